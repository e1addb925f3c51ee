# tuoqiao_room(FOLDER DEPS targets... [ROOMS folders...] [EXCLUDE files...] [TEST_DEPS targets...])
# Library tuoqiao_<folder> from FOLDER/*.cc, test program tuoqiao_<folder>_test from FOLDER/*_test.cc. ROOMS are
# folders inside it that belong to the same library and program.
# A folder without sources becomes an interface library, so that others can name it from the first day.
set(TUOQIAO_WARNINGS -Wall -Wextra -Werror -Wno-unused-parameter -Wno-missing-field-initializers)

function(tuoqiao_room folder)
  cmake_parse_arguments(ROOM "" "" "DEPS;ROOMS;EXCLUDE;TEST_DEPS" ${ARGN})
  string(REPLACE "/" "_" name ${folder})
  set(target tuoqiao_${name})
  set(patterns ${CMAKE_SOURCE_DIR}/${folder}/*.cc)
  foreach(inner ${ROOM_ROOMS})
    list(APPEND patterns ${CMAKE_SOURCE_DIR}/${folder}/${inner}/*.cc)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  foreach(excluded ${ROOM_EXCLUDE})
    list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/${folder}/${excluded})
  endforeach()
  if(sources)
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PUBLIC ${ROOM_DEPS} Threads::Threads)
    target_compile_options(${target} PRIVATE ${TUOQIAO_WARNINGS})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${ROOM_DEPS} Threads::Threads)
  endif()
  if(tests)
    add_executable(${target}_test ${tests})
    target_link_libraries(${target}_test PRIVATE ${target} ${ROOM_TEST_DEPS} GTest::gmock GTest::gtest_main)
    target_compile_options(${target}_test PRIVATE ${TUOQIAO_WARNINGS})
    add_test(NAME ${folder} COMMAND ${target}_test WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

# tuoqiao_schema(FOLDER): FOLDER/schema/*.sql becomes a library with one function,
# `tuoqiao::<service>::Schema()`, the numbered files embedded in the binary.
function(tuoqiao_schema folder)
  string(REPLACE "/" "_" name ${folder})
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/schema/*.sql)
  get_filename_component(service ${folder} NAME)
  set(out ${CMAKE_BINARY_DIR}/schema/${name}_schema.cc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DSERVICE=${service} "-DFILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_schema.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_schema.cmake
    VERBATIM)
  add_library(tuoqiao_${name}_schema STATIC ${out})
endfunction()
