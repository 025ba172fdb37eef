# The set-up commands.
add_test(NAME tst_packaging COMMAND ${PROJECT_SOURCE_DIR}/tests/packaging/tst_packaging.sh)
set_tests_properties(tst_packaging PROPERTIES TIMEOUT 240)
# Where the pictures of MNIST come from.
add_test(NAME tst_get_mnist COMMAND ${PROJECT_SOURCE_DIR}/tests/packaging/tst_get_mnist.sh)
# Every reader of files, and every view and export of what they tell, under libFuzzer, ASan and UBSan, 20 s each after
# compiling, which takes two minutes of one core. Always with the same seed: a commit is judged by what is in it and not by luck.
# With seeds of their own, and longer: tests/fuzz/run SECONDS.
add_test(NAME tst_fuzz COMMAND ${PROJECT_SOURCE_DIR}/tests/fuzz/run 20)
set_tests_properties(tst_fuzz PROPERTIES ENVIRONMENT "GRIDSCOPE_FUZZ_SEED=1")
set_tests_properties(tst_fuzz PROPERTIES TIMEOUT 2400)
