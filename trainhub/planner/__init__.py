"""From needs to a plan people can defend: plans, their lines, money, the year board, approval."""
