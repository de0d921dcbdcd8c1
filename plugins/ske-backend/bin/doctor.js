#!/usr/bin/env node
const { runDoctor } = require('@syntasso/plugin-ske-backend/doctor');

// What is still open, such as a connection to the cluster, is of no use any more.
runDoctor(process.argv.slice(2)).then(code => process.exit(code));
