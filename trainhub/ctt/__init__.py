"""Curriculum-based course timetabling, a public benchmark: compiled to the plan language of the centre's year."""
