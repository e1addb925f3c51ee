"""Callers of every kind: tokens as services/common/token.cc reads them, and one way to call any RPC with them."""

import base64
import functools
import json
import subprocess
import tempfile
import time
from dataclasses import dataclass

import grpc
from google.protobuf import json_format

HOUR = 3600


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


class Tokens:
    """Signs with the installation's own key. The command line makes no token of a service and none that is expired."""

    def __init__(self, key_file):
        self._key = str(key_file)

    @functools.lru_cache(maxsize=None)
    def sign(self, role, scope, subject, life=HOUR):
        until = int(time.time()) + life
        head = {"alg": "EdDSA", "typ": "at+jwt"}
        claims = {"nbf": until - 12 * HOUR, "exp": until, "sub": subject, "role": role,
                  "purpose": "access test" if role == "OPS" else "", "scopes": [scope]}
        body = b".".join(_base64url(json.dumps(each, separators=(",", ":")).encode()) for each in (head, claims))
        with tempfile.NamedTemporaryFile() as file:
            file.write(body)
            file.flush()
            # Of openssl, not of a Python package: the former is on every Debian with certificates.
            signed = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self._key, "-in", file.name],
                                    check=True, capture_output=True).stdout
        return (body + b"." + _base64url(signed)).decode()

    def person(self, role, scope, life=HOUR):
        """As the command line names people: the same subject in every firm, so that only the scope tells them apart."""
        return self.sign(role, scope, role.lower().replace("_", "-") + "-1", life)

    def second(self, role, scope):
        return self.sign(role, scope, role.lower().replace("_", "-") + "-2")

    def service(self, name):
        return self.sign("SERVICE", "parks", name)


@dataclass(frozen=True)
class Reply:
    code: str
    # What a caller gets to see of a failure: the sentence and the details, as bytes.
    status: bytes
    messages: tuple = ()
    text: str = ""  # All of it, readable, for searching.

    @property
    def ok(self):
        return self.code == "OK"


class Client:
    """Calls RPCs by short name with a dictionary as the request; a stream's first message only, or all of a list."""

    # One trace for all: two replies that mean the same are then the same bytes.
    TRACE = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"

    def __init__(self, address, contract):
        self._contract = contract
        self._channel = grpc.insecure_channel(address, options=(
            ("grpc.enable_http_proxy", 0), ("grpc.max_receive_message_length", 64 << 20)))

    def close(self):
        self._channel.close()

    def call(self, rpc, request, token=None, metadata=()):
        method, to = self._contract.methods[rpc], self._contract.request(rpc)
        metadata = (("traceparent", self.TRACE), *metadata)
        if token is not None:
            metadata += (("authorization", f"Bearer {token}"),)
        requests = [json_format.ParseDict(each, to(), descriptor_pool=self._contract.pool)
                    for each in (request if isinstance(request, list) else [request])]
        open_call = {(False, False): self._channel.unary_unary, (True, False): self._channel.stream_unary,
                     (False, True): self._channel.unary_stream}[method.client_streaming, method.server_streaming]
        run = open_call(self._contract.path(rpc), request_serializer=to.SerializeToString,
                        response_deserializer=self._contract.response(rpc).FromString)
        try:
            answer = run(iter(requests) if method.client_streaming else requests[0], metadata=metadata, timeout=60)
            messages = tuple(answer) if method.server_streaming else (answer,)
        except grpc.RpcError as error:
            details = next((value for key, value in error.trailing_metadata() or ()
                            if key == "grpc-status-details-bin"), b"")
            status = (error.details() or "").encode() + b"\0" + self._in_order(details)
            return Reply(error.code().name, status, (), status.decode("utf-8", "replace"))
        return Reply("OK", b"", messages, "\n".join(self._readable(each) for each in messages))

    def must(self, rpc, request, token):
        """For laying the ground of a test: the one message of an RPC that has to succeed."""
        reply = self.call(rpc, request, token)
        assert reply.ok, f"{rpc} {request}: {reply.code} {reply.text}"
        return reply.messages[0]

    def _in_order(self, details):
        """The same details with their maps in order, which the wire leaves open."""
        status = self._contract.message("google.rpc.Status").FromString(details)
        for each in status.details:
            each.value = self.unpacked(each).SerializeToString(deterministic=True)
        return status.SerializeToString(deterministic=True)

    def fields(self, rpc):
        return self._contract.request(rpc).DESCRIPTOR.fields_by_name

    def unpacked(self, any_message):
        """What an Any holds."""
        return self._contract.message(any_message.type_url.split("/")[-1]).FromString(any_message.value)

    def _readable(self, message):
        if message.DESCRIPTOR.name == "DownloadDeliveryResponse":
            return message.content.decode("utf-8", "replace") + message.content.decode("gb18030", "replace")
        return json_format.MessageToJson(message, ensure_ascii=False, preserving_proto_field_name=True,
                                         including_default_value_fields=True, descriptor_pool=self._contract.pool)

    def reason(self, reply):
        """The UPPER_SNAKE reason of a failure; empty for an answer."""
        details = self._contract.message("google.rpc.Status").FromString(reply.status.partition(b"\0")[2]).details
        infos = (self.unpacked(each) for each in details if each.type_url.endswith("google.rpc.ErrorInfo"))
        return next((info.reason for info in infos), "")
