"""A mail server that we did not write (aiosmtpd), for tests: prints its port, then each mail that it takes, as JSON."""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

settings = json.loads(sys.argv[1])
answers = {}


def say(value):
    print(json.dumps(value), flush=True)


def context():
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(settings["certificate"], settings["key"])
    return made


class Mailbox:
    """Takes everything, unless it is told what to answer."""

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "MAIL" in answers:
            return answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = answers.get("RCPT " + address, answers.get("RCPT"))
        if answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "DATA" in answers:
            return answers["DATA"]
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(
            {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "headers": {name.lower(): str(value) for name, value in mail.items()},
                "text": mail.get_content().replace("\r\n", "\n"),
                "isSecure": session.ssl is not None or settings["encryption"] == "tls",
                "user": session.auth_data,
            }
        )
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    user, password = data.login.decode(), data.password.decode()
    if "AUTH" in answers:
        return AuthResult(success=False, handled=False, message=answers["AUTH"].replace("{password}", password))
    if [user, password] != settings["login"]:
        return AuthResult(success=False, handled=False)
    return AuthResult(success=True, auth_data=user)


def protocol():
    is_starttls = settings["encryption"] == "starttls"
    login = settings.get("login")
    return SMTP(
        Mailbox(),
        tls_context=context() if is_starttls else None,
        authenticator=authenticate if login else None,
        auth_required=bool(login),
        auth_require_tls=is_starttls,
        enable_SMTPUTF8=True,
    )


async def main():
    loop = asyncio.get_running_loop()
    secure = context() if settings["encryption"] == "tls" else None
    server = await loop.create_server(protocol, "127.0.0.1", settings.get("port", 0), ssl=secure)
    say({"port": server.sockets[0].getsockname()[1]})
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        answers.clear()
        answers.update(json.loads(line))
        say({"isTold": True})


asyncio.run(main())
