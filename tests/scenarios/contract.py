"""The contract as its descriptors say it: services, messages, and who may call what.

Compiled by protoc from proto/ when a test starts, into a pool of its own, so that nothing generated lies about.
"""

import copy
import subprocess
import tempfile
from pathlib import Path

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ROOT = Path(__file__).resolve().parents[2]
PROTO = ROOT / "proto"
GOOGLE = PROTO / "node_modules/google-proto-files"

# The one service of ours whose proto is not: its access is written in services/server/operations_service.cc.
OPERATIONS = "google.longrunning.Operations"


def compiled():
    """The descriptor set of all protos with what they import, as bytes."""
    own = sorted(str(path.relative_to(PROTO)) for path in (PROTO / "tuoqiao").rglob("*.proto"))
    with tempfile.NamedTemporaryFile(suffix=".binpb") as out:
        subprocess.run(["protoc", "-I", PROTO, "-I", GOOGLE, "-I", "/usr/include", "--include_imports",
                        f"--descriptor_set_out={out.name}", *own, "google/protobuf/descriptor.proto",
                        "google/rpc/error_details.proto", "google/protobuf/empty.proto"], check=True)
        return Path(out.name).read_bytes()


class Contract:
    """All services by short names (`Directory.GetFirm`), and the classes of their messages."""

    def __init__(self, descriptor_set):
        self.pool = descriptor_pool.DescriptorPool()
        for file in descriptor_pb2.FileDescriptorSet.FromString(descriptor_set).file:
            self.pool.Add(file)
        self._factory = message_factory.MessageFactory(self.pool)
        # Read once more with the pool's own class, to which our extensions are known.
        self.files = self.message("google.protobuf.FileDescriptorSet").FromString(descriptor_set)
        self._access = self.pool.FindExtensionByName("tuoqiao.type.v1.access")
        self._http = self.pool.FindExtensionByName("google.api.http")
        self._personal = self.pool.FindExtensionByName("tuoqiao.type.v1.personal")
        roles = self.pool.FindEnumTypeByName("tuoqiao.type.v1.Role")
        self.role_names = {value.number: value.name for value in roles.values}
        self.methods = {}  # "Directory.GetFirm" → MethodDescriptorProto
        self.full_names = {}  # "Directory.GetFirm" → "tuoqiao.directory.v1.Directory"
        for file in self.files.file:
            for service in file.service:
                full = f"{file.package}.{service.name}"
                for method in service.method:
                    if full.startswith("tuoqiao.") or full == OPERATIONS:
                        self.methods[f"{service.name}.{method.name}"] = method
                        self.full_names[f"{service.name}.{method.name}"] = full

    def message(self, full_name):
        return self._factory.GetPrototype(self.pool.FindMessageTypeByName(full_name.lstrip(".")))

    def request(self, rpc):
        return self.message(self.methods[rpc].input_type)

    def response(self, rpc):
        return self.message(self.methods[rpc].output_type)

    def path(self, rpc):
        return f"/{self.full_names[rpc]}/{self.methods[rpc].name}"

    def annotated(self):
        """The RPCs of our own protos, in their order."""
        return [rpc for rpc, full in self.full_names.items() if full != OPERATIONS]

    def access(self, rpc):
        """The annotation itself: changing it changes what the other functions here say."""
        return self.methods[rpc].options.Extensions[self._access]

    def method_copy(self, rpc):
        """The same contract but for one RPC, whose annotation may be changed without changing this one's."""
        other = copy.copy(self)
        other.methods = dict(self.methods)
        other.methods[rpc] = type(self.methods[rpc])()
        other.methods[rpc].CopyFrom(self.methods[rpc])
        return other

    def has_access(self, rpc):
        return self.methods[rpc].options.HasExtension(self._access)

    def _named(self, rpc):
        """What the URLs of an RPC name: (field, pattern), e.g. (`name`, `parks/*/firms/*`)."""
        found = []
        if self.methods[rpc].options.HasExtension(self._http):
            rule = self.methods[rpc].options.Extensions[self._http]
            for each in (rule, *rule.additional_bindings):
                url = next(url for url in (each.get, each.put, each.post, each.delete, each.patch) if url)
                found += [tuple(part.split("}")[0].split("=")) for part in url.split("{")[1:]]
        return found

    def patterns(self, rpc):
        return [pattern for _, pattern in self._named(rpc)]

    def variables(self, rpc):
        return [field for field, _ in self._named(rpc)]

    def resource(self, rpc):
        """The path of the field on which access is decided, as services/common/rpc/front.cc finds it."""
        fields = self.request(rpc).DESCRIPTOR.fields_by_name
        return self.access(rpc).resource or next((name for name in ("parent", "name") if name in fields), "")

    def personal_kind(self, field):
        """ADULT, CHILD or FINANCIAL; empty where a field is not personal."""
        options = self.message("google.protobuf.FieldOptions").FromString(field.GetOptions().SerializeToString())
        kinds = self._personal.enum_type.values_by_number
        return kinds[options.Extensions[self._personal]].name if options.HasExtension(self._personal) else ""

    def reach(self, full_name):
        """Every message type that a message holds at any depth, itself included, by name → where it was first met."""
        met, waiting = {}, [(full_name.lstrip("."), full_name.lstrip(".").split(".")[-1])]
        while waiting:
            name, where = waiting.pop()
            if name in met:
                continue
            met[name] = where
            for field in self.pool.FindMessageTypeByName(name).fields:
                if field.message_type is not None:
                    waiting.append((field.message_type.full_name, f"{where}.{field.name}"))
        return met
