"""The roster of experts: who can teach what, who is free, who was asked, and how somebody comes to be on it."""
