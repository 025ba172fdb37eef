# The set-up commands.
add_test(NAME tst_packaging COMMAND ${PROJECT_SOURCE_DIR}/tests/packaging/tst_packaging.sh)
set_tests_properties(tst_packaging PROPERTIES TIMEOUT 60)
