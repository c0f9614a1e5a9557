"""An endpoint on loopback that speaks chat completions, or misbehaves as it is told."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

import attrs

Body: TypeAlias = dict[str, Any]
Claim: TypeAlias = dict[str, Any]
Answers: TypeAlias = Callable[["Handler", Body], None]
Model: TypeAlias = Callable[[Body], Sequence[object]]
"""What claims a model makes of an article as it is shown."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = self.server.note(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            answer(self, body)

    def reply(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        named = {"content-type": "application/json", "content-length": str(len(content))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in named.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@attrs.frozen
class Request:
    path: str
    headers: dict[str, str]
    body: Body

    @property
    def shown(self) -> list[Body]:
        """The articles as they were shown."""
        articles: list[Body] = json.loads(self.body["messages"][-1]["content"])["articles"]
        return articles


class Server(ThreadingHTTPServer):
    """Gives the first answers of ``script`` one by one, and the last of them ever after."""

    daemon_threads = True

    def __init__(self, *script: Answers) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = list(script)
        self.requests: list[Request] = []
        self.under_way = self.most_under_way = self.finished = self.taken = 0
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def note(self, path: str, headers: dict[str, str], body: Body) -> Answers:
        with self._lock:
            self.requests.append(Request(path, headers, body))
            answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]

        def counted(handler: Handler, body: Body) -> None:
            with self._lock:
                self.under_way += 1
                self.most_under_way = max(self.under_way, self.most_under_way)
            try:
                answer(handler, body)
                self.finished += 1
            finally:
                with self._lock:
                    self.under_way -= 1

        return counted


@contextlib.contextmanager
def serving(*script: Answers) -> Iterator[Server]:
    server = Server(*script)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def claim(evidence: str, **fields: Any) -> Claim:
    """What a model claims of an event, in the form asked for."""
    return {
        "evidence": evidence,
        "date": "2020-02-17",
        "date_precision": "day",
        "actor": "TUR",
        "event_type": "REQUEST",
        "recipient": "RUS",
        "about": None,
        "modality": "asserted",
        "speaker": None,
        "claimed_by": None,
        "condition": None,
        "deadline": None,
    } | fields


def first_paragraph(shown: Body) -> Sequence[object]:
    """A model that claims one event, of the first paragraph."""
    return [claim(shown["paragraphs"][0])]


def completion(text: str | None, *, ended: str = "stop", **message: Any) -> Body:
    return {
        "id": "1",
        "object": "chat.completion",
        "model": "m",
        "choices": [
            {
                "index": 0,
                "finish_reason": ended,
                "message": {"role": "assistant", "content": text, **message},
            }
        ],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
    }


def told(model: Model, body: Body) -> str:
    shown = json.loads(body["messages"][-1]["content"])["articles"]
    entries = [{"article": one["article"], "events": list(model(one))} for one in shown]
    return json.dumps({"articles": entries})


def well(model: Model = first_paragraph) -> Answers:
    """Answers as it should."""
    return lambda handler, body: handler.reply(
        200, json.dumps(completion(told(model, body))).encode()
    )


def says(text: str | None, **how: Any) -> Answers:
    """Answers with a completion of this text, whatever it is asked."""
    return lambda handler, _: handler.reply(200, json.dumps(completion(text, **how)).encode())


def status(code: int, content: bytes = b'{"error": {"message": "no"}}', **headers: str) -> Answers:
    return lambda handler, _: handler.reply(code, content, **headers)


def slow(seconds: float, then: Answers) -> Answers:
    def answer(handler: Handler, body: Body) -> None:
        time.sleep(seconds)
        then(handler, body)

    return answer


def _drip(handler: Handler, piece: bytes, seconds: float) -> None:
    for _twentieth in range(int(seconds * 20)):
        handler.wfile.write(piece)
        handler.wfile.flush()
        time.sleep(0.05)
    handler.close_connection = True


def dripping(seconds: float) -> Answers:
    """A byte of the body now and then, for so long, each before any timeout between two."""

    def answer(handler: Handler, _: Body) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", "1000000")
        handler.end_headers()
        _drip(handler, b" ", seconds)

    return answer


def dripping_headers(seconds: float) -> Answers:
    """Headers without end, a letter now and then, for so long; never a body."""

    def answer(handler: Handler, _: Body) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
        _drip(handler, b"a", seconds)

    return answer


def continuing(seconds: float) -> Answers:
    """One interim answer after another, as if the real one were about to come."""

    def answer(handler: Handler, _: Body) -> None:
        _drip(handler, b"HTTP/1.1 102 Processing\r\n\r\n", seconds)

    return answer


def choosy(refuses: dict[str, Body], then: Answers | None = None) -> Answers:
    """Refuses parameters with these errors, one at a time, and answers what has none of them."""

    def answer(handler: Handler, body: Body) -> None:
        for name, error in refuses.items():
            if name in body:
                handler.reply(400, json.dumps(error).encode())
                return
        (then or well())(handler, body)

    return answer


def cut_off(handler: Handler, body: Body) -> None:
    """Half of a good body, and then nothing."""
    content = json.dumps(completion(told(first_paragraph, body))).encode()
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.wfile.flush()
    handler.close_connection = True


def dropped(handler: Handler, _: Body) -> None:
    """The connection is reset without a word."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def huge(handler: Handler, _: Body) -> None:
    """A body of a hundred million bytes."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    chunk = b"x" * 1_000_000
    for _megabyte in range(100):
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        handler.server.taken += len(chunk)
