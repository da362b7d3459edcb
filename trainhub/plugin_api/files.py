"""Files, for plugins: one door in and one out.

POLICY = FilePolicy("<plugin>.evidence", ("pdf", "docx", "xlsx"))
file = store(upload.stream, upload.filename, POLICY)     # raises Invalid
return send(file)                                        # after asking who may have it
"""

from ..kernel.files import File, FilePolicy, send, store

__all__ = ["File", "FilePolicy", "send", "store"]
