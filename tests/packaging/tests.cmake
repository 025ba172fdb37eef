# The set-up commands.
add_test(NAME tst_packaging COMMAND ${PROJECT_SOURCE_DIR}/tests/packaging/tst_packaging.sh)
set_tests_properties(tst_packaging PROPERTIES TIMEOUT 60)
# Every reader of files, and every view and export of what they tell, under libFuzzer, ASan and UBSan, 60 s each after
# compiling, which takes two minutes of one core.
add_test(NAME tst_fuzz COMMAND ${PROJECT_SOURCE_DIR}/tests/fuzz/run 60)
set_tests_properties(tst_fuzz PROPERTIES TIMEOUT 2400)
