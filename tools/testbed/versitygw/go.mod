module github.com/syntasso/ske-backstage/tools/testbed/versitygw

go 1.26.0

require github.com/versity/versitygw v1.8.0
