"""What the clock and people's calendars set going: reminders before a training, answers to invitations."""
