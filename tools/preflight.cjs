'use strict';
// Says in one sentence what this machine lacks, before anything else gets the chance to say it badly. Plain CommonJS in the
// dialect of Node 12, because the machines that fail here are the old ones. Uses nothing from node_modules.
// Usage: node tools/preflight.cjs install | start | test

/* eslint-disable @typescript-eslint/no-require-imports -- an old Node knows no other way */
var fs = require('fs');
var path = require('path');

var least = { node: [20, 19], npm: [10, 0] };

/** '20.19.4' -> [20, 19]; null where it is no version. */
function parse(version) {
  var match = /^v?(\d+)\.(\d+)/.exec(version || '');
  return match ? [Number(match[1]), Number(match[2])] : null;
}

function older(version, than) {
  return version[0] < than[0] || (version[0] === than[0] && version[1] < than[1]);
}

/**
 * What is not good enough, one sentence each; empty when all is well.
 * `facts`: {stage, node, npm (null when not run by npm), platform, arch, glibc (null where unknown), installed, compiled}.
 */
function complaints(facts) {
  var said = [];
  var node = parse(facts.node);
  if (!node || older(node, least.node)) {
    said.push(
      'Fojas needs Node ' +
        least.node.join('.') +
        ' or newer to install itself, and this is Node ' +
        facts.node +
        ': install a newer one (https://nodejs.org/en/download) and run the same command again.',
    );
  }
  var npm = parse(facts.npm);
  if (facts.npm !== null && (!npm || older(npm, least.npm))) {
    said.push(
      'Fojas needs npm ' +
        least.npm[0] +
        ' or newer, and this is npm ' +
        facts.npm +
        ': run "npm install --global npm@11" and then the same command again.',
    );
  }
  if (['linux', 'darwin', 'win32'].indexOf(facts.platform) < 0 || ['x64', 'arm64'].indexOf(facts.arch) < 0) {
    said.push(
      'Fojas runs on 64-bit Linux, macOS and Windows (x64 or arm64), and this is ' +
        facts.platform +
        ' on ' +
        facts.arch +
        ': use one of those machines.',
    );
  } else if (facts.platform === 'linux' && facts.glibc !== null && older(parse(facts.glibc) || [0, 0], [2, 34])) {
    said.push(
      'Fojas needs a Linux with glibc 2.34 or newer (Debian 12, Ubuntu 22.04), and this one has ' +
        facts.glibc +
        ': use a newer system.',
    );
  }
  if (facts.stage === 'install') return said;
  if (!facts.installed) {
    said.push('The packages of Fojas are not installed yet: run "npm ci" in this folder, then the same command again.');
  } else if (!facts.compiled) {
    said.push(
      'The PKCS#11 bridge (pkcs11js) was not compiled when the packages were installed: install a C++ compiler, make and ' +
        'Python 3 (on Debian: apt-get install g++ make python3), then run "npm ci" again.',
    );
  }
  return said;
}

/** The versions that matter, of this process and of the npm that started it. */
function factsOf(stage, root) {
  var agent = process.env.npm_config_user_agent || '';
  var npm = /\bnpm\/(\S+)/.exec(agent);
  // Inside an npm script `node` may be the project's own; the one that runs npm is the one the machine has.
  var node = /\bnode\/v?(\S+)/.exec(agent);
  var glibc = null;
  if (process.platform === 'linux' && process.report && process.report.getReport) {
    glibc = process.report.getReport().header.glibcVersionRuntime || 'another C library';
  }
  return {
    stage: stage,
    node: node ? node[1] : process.versions.node,
    npm: npm ? npm[1] : null,
    platform: process.platform,
    arch: process.arch,
    glibc: glibc,
    installed: fs.existsSync(path.join(root, 'node_modules', 'node', 'package.json')),
    compiled: fs.existsSync(path.join(root, 'node_modules', 'pkcs11js', 'build', 'Release', 'pkcs11.node')),
  };
}

module.exports = { complaints: complaints, factsOf: factsOf };

if (require.main === module) {
  var found = complaints(factsOf(process.argv[2] || 'start', path.dirname(__dirname)));
  found.forEach(function (sentence) {
    console.error(sentence);
  });
  // The first complaint on a machine without npm's packages is enough: exit code 1 stops npm.
  process.exit(found.length > 0 ? 1 : 0);
}
