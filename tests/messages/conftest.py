"""Every test of mails may have a mail server."""

import pytest
from aiosmtpd.controller import Controller

from tests.messages.post import Postman, free_port


@pytest.fixture
def postman(app):
    """Give a mail server on loopback that the program sends to; answers come to replies@centre.example."""
    port, handler = free_port(), Postman()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    before = {name: app.config[name] for name in ("MAIL_URL", "MAIL_FROM", "REPLY_ADDRESS")}
    app.config.update(MAIL_URL=f"smtp://127.0.0.1:{port}", MAIL_FROM="training@centre.example")
    yield handler
    app.config.update(before)
    controller.stop()
