"""HTTP furniture: access, errors, forms, templates, tables, assets. Knows no feature."""
