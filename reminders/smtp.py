"""Django's SMTP backend, keeping what the server answered to the last mail: the delivery log shows it."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class _Answering:
    last_answer = ""

    def data(self, message: Any) -> tuple[int, bytes]:
        code, text = super().data(message)  # type: ignore[misc]
        self.last_answer = f"{code} {text.decode(errors='replace')}"
        return code, text


class _Plain(_Answering, smtplib.SMTP):
    pass


class _Encrypted(_Answering, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    @property
    def last_answer(self) -> str:
        return getattr(self.connection, "last_answer", "")
