# Every proto is generated once, into one library. google/api, google/rpc and google/longrunning come
# from the npm package that proto/package-lock.json pins; `tests/run` and `deploy/quickstart` install it.
set(GOOGLE_PROTOS ${CMAKE_SOURCE_DIR}/proto/node_modules/google-proto-files)
if(NOT EXISTS ${GOOGLE_PROTOS}/google/api/annotations.proto)
  message(FATAL_ERROR "google/api protos are missing: run `npm ci --ignore-scripts` in proto/")
endif()

file(GLOB_RECURSE own_protos CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/proto
     ${CMAKE_SOURCE_DIR}/proto/tuoqiao/*.proto)
set(google_protos
    google/api/annotations.proto google/api/http.proto google/api/client.proto
    google/api/field_behavior.proto google/api/resource.proto google/api/launch_stage.proto
    google/rpc/status.proto google/rpc/code.proto google/rpc/error_details.proto
    google/longrunning/operations.proto)

set(generated ${CMAKE_BINARY_DIR}/proto)
file(MAKE_DIRECTORY ${generated})
set(sources)
function(tuoqiao_generate proto root with_grpc)
  string(REGEX REPLACE "\\.proto$" "" stem ${proto})
  set(outputs ${generated}/${stem}.pb.cc ${generated}/${stem}.pb.h)
  set(grpc_arguments)
  if(with_grpc)
    list(APPEND outputs ${generated}/${stem}.grpc.pb.cc ${generated}/${stem}.grpc.pb.h)
    set(grpc_arguments --grpc_out=${generated}
        --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
  endif()
  # A proto imports at most type/v1 and google's, so those are its dependencies.
  file(GLOB shared ${CMAKE_SOURCE_DIR}/proto/tuoqiao/type/v1/*.proto)
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND protobuf::protoc -I ${CMAKE_SOURCE_DIR}/proto -I ${GOOGLE_PROTOS} -I /usr/include
            --cpp_out=${generated} ${grpc_arguments} ${proto}
    DEPENDS ${root}/${proto} ${shared}
    VERBATIM)
  set(sources ${sources} ${outputs} PARENT_SCOPE)
endfunction()

foreach(proto ${own_protos})
  set(with_grpc ON)
  if(proto MATCHES "tuoqiao/(type|config|rules)/")
    set(with_grpc OFF)
  endif()
  tuoqiao_generate(${proto} ${CMAKE_SOURCE_DIR}/proto ${with_grpc})
endforeach()
foreach(proto ${google_protos})
  set(with_grpc OFF)
  if(proto MATCHES "longrunning/operations")
    set(with_grpc ON)
  endif()
  tuoqiao_generate(${proto} ${GOOGLE_PROTOS} ${with_grpc})
endforeach()

add_library(tuoqiao_proto STATIC ${sources})
target_include_directories(tuoqiao_proto SYSTEM PUBLIC ${generated})
target_link_libraries(tuoqiao_proto PUBLIC gRPC::grpc++ protobuf::libprotobuf)
