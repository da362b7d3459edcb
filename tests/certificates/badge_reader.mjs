// Another maker's reader of our badges, without a network: what is not at hand is not found.
// Reads {"badge", "did", "statusList", "contexts", "now"} from standard input, writes {"verified", "revoked", "why"}.
import {readFileSync} from 'node:fs';
import {verifyCredential} from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const {badge, did, statusList, contexts, now} = JSON.parse(readFileSync(0));
// The library asks the machine's clock how old a status list is.
const Real = Date, moment = Real.parse(now);
globalThis.Date = class extends Real {
  constructor(...parts) {
    parts.length ? super(...parts) : super(moment);
  }
  static now() {
    return moment;
  }
};

const atHand = new Map(Object.entries(contexts));
atHand.set(did.id, did);
for (const method of did.verificationMethod) {
  atHand.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
}
atHand.set(statusList.id, statusList);

async function documentLoader(url) {
  if (!atHand.has(url)) {
    throw new Error(`not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: atHand.get(url)};
}

const found = await verifyCredential({
  credential: badge,
  suite: new DataIntegrityProof({cryptosuite}),
  documentLoader,
  checkStatus: options =>
    checkStatus({...options, verifyMatchingIssuers: true, verifyBitstringStatusListCredential: true})
});
const revoked = (found.statusResult?.results ?? []).some(one => one.status);
const status = (found.statusResult?.results ?? []).map(one => one.error).concat(found.statusResult?.error);
const errors = [found.error, ...(found.error?.errors ?? []), ...status].filter(Boolean).map(one => one.message);
console.log(JSON.stringify({verified: found.verified, revoked, why: errors}));
