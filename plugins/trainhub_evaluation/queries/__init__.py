"""What is asked of the tables of this plugin: `planning` of what goes out and to whom, `reading` of what came back."""
