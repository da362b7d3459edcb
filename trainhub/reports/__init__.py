"""What the centre reports: dashboards, figures."""
