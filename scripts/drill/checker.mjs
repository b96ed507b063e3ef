// The independent checker: reads what the processes left behind and judges it. It imports nothing of the
// program and parses the files by itself, so an error of the engine cannot hide in shared code.
//
//   node checker.mjs CHECK.json   prints one JSON object
//
// CHECK.json: { district: file, replicas: [{name, file, scopes: []}], witnesses: [files],
//               cut: {from, to} (business ms), cutReplicas: [replica ids] }
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import sqlite3 from 'sqlite3';

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const district = await open(plan.district);
const log = await all(
  district,
  'SELECT server_seq, op_id, replica, kind, case_id, ver, outcome, rule, op_hash, op FROM op_log ORDER BY server_seq',
);
const docs = new Map();
for (const row of await all(district, 'SELECT case_id, doc FROM case_doc')) {
  docs.set(row.case_id, JSON.parse(row.doc));
}
district.close();

const report = {
  operations: 0,
  acknowledged: 0,
  conflicts: 0,
  lost: 0,
  appliedTwice: 0,
  converged: true,
  rules: [],
  commonCases: 0,
  problems: [],
};
const problem = (text) => {
  if (report.problems.length < 20) report.problems.push(text);
};

checkWitnesses();
checkOnce();
for (const replica of plan.replicas) await checkReplica(replica);
countCommon();
process.stdout.write(`${JSON.stringify(report)}\n`);

function checkWitnesses() {
  const decided = new Map(log.map((row) => [row.op_id, row]));
  for (const file of plan.witnesses) {
    // Who has acknowledged nothing yet has witnessed nothing.
    if (!existsSync(file)) continue;
    // A kill may cut the last line short: such a line was never acknowledged in full.
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    for (const line of lines) {
      const { opId, sha256 } = JSON.parse(line);
      report.acknowledged += 1;
      const row = decided.get(opId);
      if (row === undefined || row.op_hash !== sha256 || !row.outcome) {
        report.lost += 1;
        problem(`lost ${opId} (${row === undefined ? 'not there' : 'another hash'})`);
      }
    }
  }
  const written = new Set(plan.replicas.map((replica) => replica.replica));
  report.operations = log.filter((row) => written.has(row.replica)).length;
}

function checkOnce() {
  const seen = new Set();
  const versions = new Map();
  const rules = new Set();
  for (const row of log) {
    if (seen.has(row.op_id)) {
      report.appliedTwice += 1;
      problem(`decided twice: ${row.op_id}`);
    }
    seen.add(row.op_id);
    if (row.rule !== null) rules.add(row.rule);
    if (row.case_id === null || row.ver === null) continue;
    const expected = (versions.get(row.case_id) ?? 0) + 1;
    if (row.ver !== expected) {
      report.appliedTwice += 1;
      problem(`case ${row.case_id}: version ${row.ver} where ${expected} was due`);
    }
    versions.set(row.case_id, row.ver);
  }
  for (const [caseId, doc] of docs) {
    if (doc.ver !== versions.get(caseId)) {
      report.appliedTwice += 1;
      problem(`case ${caseId}: document ${doc.ver}, log ${versions.get(caseId)}`);
    }
    report.conflicts += Object.keys(doc.conflicts ?? {}).length;
  }
  report.rules = [...rules].sort((a, b) => a - b);
}

async function checkReplica({ name, file, scopes }) {
  const db = await open(file);
  const held = new Map();
  const rows = await all(db, `SELECT case_id, doc FROM confirmed WHERE form <> 'stub'`);
  for (const row of rows) held.set(row.case_id, JSON.parse(row.doc));
  db.close();
  let wrong = 0;
  for (const [caseId, doc] of docs) {
    const isMember = scopes.some((scope) => doc.members?.[scope] === true);
    const mine = held.get(caseId);
    if (isMember ? mine === undefined || hash(mine) !== hash(doc) : mine !== undefined) {
      wrong += 1;
      problem(
        `${name}: ${caseId} ${isMember ? (mine === undefined ? 'missing' : `differs, ${mine.ver} for ${doc.ver}`) : 'held without membership'}`,
      );
    }
  }
  for (const caseId of held.keys()) if (!docs.has(caseId)) wrong += 1;
  if (wrong > 0) report.converged = false;
}

/** Cases on which both the cut side and the other side acted while the line was cut. */
function countCommon() {
  const near = new Set();
  const far = new Set();
  for (const row of log) {
    if (row.case_id === null) continue;
    const at = JSON.parse(row.op).t.wall;
    if (at < plan.cut.from || at > plan.cut.to) continue;
    (plan.cutReplicas.includes(row.replica) ? near : far).add(row.case_id);
  }
  report.commonCases = [...near].filter((caseId) => far.has(caseId)).length;
}

function hash(value) {
  return createHash('sha256').update(sorted(value)).digest('hex');
}

function sorted(value) {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sorted(value[key])}`).join(',')}}`;
}

function open(file) {
  return new Promise((resolve, reject) => {
    const db = new sqlite3.Database(file, sqlite3.OPEN_READONLY, (error) =>
      error === null ? resolve(db) : reject(error),
    );
  });
}

function all(db, sql) {
  return new Promise((resolve, reject) => {
    db.all(sql, (error, rows) => (error === null ? resolve(rows) : reject(error)));
  });
}
