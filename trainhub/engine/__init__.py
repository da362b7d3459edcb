"""The planner's engine: a closed plan language, a judge of plans, and the search. It knows no word of training."""
