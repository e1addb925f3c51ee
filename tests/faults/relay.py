"""Stands between a client and the server, passes everything on unread, and notes what was answered.

A request that is noted as acknowledged got its OK from the server; the client hears of it a moment later.
So whatever a client was ever told is noted here."""

import re
import threading
from concurrent import futures

import grpc

_OPTIONS = [("grpc.max_receive_message_length", 64 << 20), ("grpc.max_send_message_length", 64 << 20)]
# As services/cli/client.cc makes them.
_REQUEST_ID = re.compile(rb"cli-[0-9a-f]{32}")


class Relay(grpc.GenericRpcHandler):
    """`before(method, first message)`, where given, is asked before a call is passed on. What it returns is called
    while no other call is under way, and may restart the server; `aim` then says where it listens."""

    def __init__(self, address, before=lambda method, message: None):
        self.acknowledged = []  # (method, request id), in the order of the replies.
        self._before = before
        self._gate = threading.Condition()
        self._under_way = 0
        self._closed = False
        self._channel = None
        self.aim(address)
        self._server = grpc.server(futures.ThreadPoolExecutor(16), handlers=[self], options=_OPTIONS)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.stop(None).wait()
        self._channel.close()

    def aim(self, address):
        if self._channel is not None:
            self._channel.close()
        self._channel = grpc.insecure_channel(address, options=_OPTIONS)

    def service(self, details):
        # Every call is a stream of bytes each way; a unary one happens to have one message.
        return grpc.stream_stream_rpc_method_handler(
            lambda requests, context: self._pass(details.method, requests, context))

    def _enter(self, method, first):
        with self._gate:
            self._gate.wait_for(lambda: not self._closed)
            do = self._before(method, first)
            if do is not None:
                self._closed = True
                self._gate.wait_for(lambda: self._under_way == 0)
                do()
                self._closed = False
                self._gate.notify_all()
            self._under_way += 1

    def _leave(self):
        with self._gate:
            self._under_way -= 1
            self._gate.notify_all()

    def _pass(self, method, requests, context):
        first = next(requests)
        self._enter(method, first)
        try:
            yield from self._pass_on(method, first, requests, context)
        finally:
            self._leave()

    def _pass_on(self, method, first, requests, context):
        metadata = [each for each in context.invocation_metadata() if each.key == "authorization"]
        call = self._channel.stream_stream(method)(_chain(first, requests), metadata=metadata)
        try:
            yield from call
        except grpc.RpcError:
            pass  # Told to the client below, as the server told it.
        if call.code() == grpc.StatusCode.OK:
            request_id = _REQUEST_ID.search(first)
            if request_id is not None:
                self.acknowledged.append((method, request_id.group().decode()))
            return
        context.set_code(call.code())
        context.set_details(call.details() or "")
        context.set_trailing_metadata(tuple(call.trailing_metadata() or ()))


def _chain(first, rest):
    yield first
    yield from rest
