___TERMS_OF_SERVICE___

By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.


___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Vitrina",
  "categories": ["ANALYTICS", "MARKETING"],
  "brand": { "id": "brand_vitrina", "displayName": "Vitrina" },
  "description": "Tells your own collector what the visitors of your shop do: pages by itself, and carts, orders and forms as you choose. Works with or without consent mode.",
  "containerContexts": ["WEB"]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "SELECT",
    "name": "task",
    "displayName": "What this tag does",
    "selectItems": [
      { "value": "start", "displayValue": "Start Vitrina on the page" },
      { "value": "track", "displayValue": "Tell that something happened" },
      { "value": "identify", "displayValue": "Say who the visitor is" },
      { "value": "consent", "displayValue": "Pass on the visitor's answer about cookies" }
    ],
    "simpleValueType": true,
    "defaultValue": "start"
  },
  {
    "type": "TEXT",
    "name": "collector",
    "displayName": "Address of your collector",
    "help": "Only its beginning, as in https://events.shop.example",
    "simpleValueType": true,
    "valueValidators": [
      { "type": "NON_EMPTY" },
      {
        "type": "REGEX",
        "args": ["^(https://[^/?#\\s]+/?|\\{\\{.+\\}\\})$"],
        "errorMessage": "The address begins with https:// and has nothing behind the name of the server."
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "id",
    "displayName": "Business id",
    "help": "The id that the collector knows your shop by, as in xy76ks. Use the same in every tag.",
    "simpleValueType": true,
    "valueValidators": [{ "type": "NON_EMPTY" }]
  },
  {
    "type": "SELECT",
    "name": "script",
    "displayName": "What is noticed without further tags",
    "help": "Use the same in every tag.",
    "selectItems": [
      { "value": "vitrina.storefront.js", "displayValue": "Pages, products, carts, orders and forms of the shop" },
      { "value": "vitrina.js", "displayValue": "Pages only" }
    ],
    "simpleValueType": true,
    "defaultValue": "vitrina.storefront.js"
  },
  {
    "type": "SELECT",
    "name": "consent",
    "displayName": "When it may begin",
    "help": "Use the same in every tag: whichever is first loads the script.",
    "selectItems": [
      { "value": "granted", "displayValue": "At once" },
      { "value": "pending", "displayValue": "When a tag passes on the visitor's answer" },
      { "value": "google-consent-mode", "displayValue": "When Google's consent mode says analytics_storage is granted" },
      { "value": "tcf", "displayValue": "When the consent tool says so (IAB TCF)" }
    ],
    "simpleValueType": true,
    "defaultValue": "granted"
  },
  {
    "type": "SIMPLE_TABLE",
    "name": "options",
    "displayName": "Further options",
    "help": "As in the documentation of the script tag, for example pageViews with the value false. Use the same in every tag.",
    "newRowButtonText": "Add an option",
    "simpleTableColumns": [
      { "name": "name", "displayName": "Option", "type": "TEXT", "isUnique": true, "defaultValue": "" },
      { "name": "value", "displayName": "Value", "type": "TEXT", "defaultValue": "" }
    ]
  },
  {
    "type": "TEXT",
    "name": "action",
    "displayName": "Action",
    "help": "For example cart.added, order.placed or an action of your own: two words with a dot between them.",
    "simpleValueType": true,
    "valueValidators": [{ "type": "NON_EMPTY" }],
    "enablingConditions": [{ "paramName": "task", "paramValue": "track", "type": "EQUALS" }]
  },
  {
    "type": "TEXT",
    "name": "properties",
    "displayName": "Properties",
    "help": "A variable that gives an object, as in {{DLV - vitrina}}: amount, currency, object_parameters, metadata. May be empty.",
    "simpleValueType": true,
    "enablingConditions": [{ "paramName": "task", "paramValue": "track", "type": "EQUALS" }]
  },
  {
    "type": "TEXT",
    "name": "user",
    "displayName": "The customer's id in your shop",
    "simpleValueType": true,
    "valueValidators": [{ "type": "NON_EMPTY" }],
    "enablingConditions": [{ "paramName": "task", "paramValue": "identify", "type": "EQUALS" }]
  },
  {
    "type": "TEXT",
    "name": "traits",
    "displayName": "What is known about the customer",
    "help": "A variable that gives an object, or nothing.",
    "simpleValueType": true,
    "enablingConditions": [{ "paramName": "task", "paramValue": "identify", "type": "EQUALS" }]
  },
  {
    "type": "SELECT",
    "name": "answer",
    "displayName": "The visitor's answer",
    "macrosInSelect": true,
    "selectItems": [
      { "value": "granted", "displayValue": "Yes" },
      { "value": "denied", "displayValue": "No" }
    ],
    "simpleValueType": true,
    "defaultValue": "granted",
    "enablingConditions": [{ "paramName": "task", "paramValue": "consent", "type": "EQUALS" }]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const callInWindow = require('callInWindow');
const copyFromWindow = require('copyFromWindow');
const encodeUriComponent = require('encodeUriComponent');
const getTimestampMillis = require('getTimestampMillis');
const getType = require('getType');
const injectScript = require('injectScript');
const logToConsole = require('logToConsole');

const isObject = (value) => getType(value) === 'object';

// Each tag can be the first one, so each of them knows how the script is loaded. The page loads it once.
const options = [['id', data.id]];
if (data.consent && data.consent !== 'granted') options.push(['consent', data.consent]);
(data.options || []).forEach((row) => {
  if (row.name) options.push([row.name, row.value]);
});
const collector = data.collector.split('/').slice(0, 3).join('/');
const query = options.map((pair) => encodeUriComponent(pair[0]) + '=' + encodeUriComponent(pair[1])).join('&');
const address = collector + '/' + data.script + '?' + query;

// The time at which it happened, not at which the script had loaded.
const now = getTimestampMillis() / 1000;

const propertiesOf = (given) => {
  const properties = { tracked_at: now };
  if (isObject(given)) for (const name in given) properties[name] = given[name];
  else if (given) logToConsole('Vitrina: the properties of ' + data.action + ' are no object and are left out.');
  return properties;
};

const act = () => {
  if (data.task === 'track') callInWindow('vitrina.track', data.action, propertiesOf(data.properties));
  if (data.task === 'identify') {
    if (isObject(data.traits)) callInWindow('vitrina.identify', data.user, data.traits);
    else callInWindow('vitrina.identify', data.user);
  }
  if (data.task === 'consent') callInWindow('vitrina.consent', data.answer);
  data.gtmOnSuccess();
};

const fail = () => {
  logToConsole('Vitrina: ' + address + ' could not be loaded. Open it in the browser: it has to show a script.');
  data.gtmOnFailure();
};

if (data.task !== 'start' && getType(copyFromWindow('vitrina.track')) === 'function') act();
else injectScript(address, act, fail, 'vitrina');


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": { "publicId": "access_globals", "versionId": "1" },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "vitrina.track" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false },
                  { "type": 8, "boolean": true }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "vitrina.identify" },
                  { "type": 8, "boolean": false },
                  { "type": 8, "boolean": false },
                  { "type": 8, "boolean": true }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "vitrina.consent" },
                  { "type": 8, "boolean": false },
                  { "type": 8, "boolean": false },
                  { "type": 8, "boolean": true }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "inject_script", "versionId": "1" },
      "param": [
        {
          "key": "urls",
          "value": { "type": 2, "listItem": [{ "type": 1, "string": "https://*/*" }] }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "logging", "versionId": "1" },
      "param": [{ "key": "environments", "value": { "type": 1, "string": "debug" } }]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: starting loads the script with the id and the options
  code: |-
    data.task = 'start';
    data.consent = 'google-consent-mode';
    data.options = [{ name: 'pageViews', value: 'false' }];
    runCode(data);
    assertThat(loaded).isEqualTo('https://events.shop.example/vitrina.storefront.js?id=xy76ks&consent=google-consent-mode&pageViews=false');
    assertApi('callInWindow').wasNotCalled();
    assertApi('gtmOnSuccess').wasCalled();
- name: a path behind the collector's address is left out
  code: |-
    data.task = 'start';
    data.collector = 'https://events.shop.example/v1/events';
    runCode(data);
    assertThat(loaded).isEqualTo('https://events.shop.example/vitrina.storefront.js?id=xy76ks');
- name: an event before the script waits for it, keeps its time, and begins nothing that has to be asked for
  code: |-
    data.task = 'track';
    data.consent = 'pending';
    data.action = 'cart.added';
    data.properties = { amount: 12.5, currency: 'UYU' };
    runCode(data);
    assertThat(loaded).isEqualTo('https://events.shop.example/vitrina.storefront.js?id=xy76ks&consent=pending');
    assertThat(called).isEqualTo([['vitrina.track', 'cart.added', { tracked_at: 1700000000, amount: 12.5, currency: 'UYU' }]]);
    assertApi('gtmOnSuccess').wasCalled();
- name: an event after the script is told at once
  code: |-
    present = true;
    data.task = 'track';
    data.action = 'cart.added';
    runCode(data);
    assertApi('injectScript').wasNotCalled();
    assertThat(called).isEqualTo([['vitrina.track', 'cart.added', { tracked_at: 1700000000 }]]);
- name: a customer is named with and without traits
  code: |-
    present = true;
    data.task = 'identify';
    data.user = 'c-1';
    runCode(data);
    data.traits = { plan: 'club' };
    runCode(data);
    assertThat(called).isEqualTo([['vitrina.identify', 'c-1'], ['vitrina.identify', 'c-1', { plan: 'club' }]]);
- name: an answer is passed on
  code: |-
    present = true;
    data.task = 'consent';
    data.answer = 'denied';
    runCode(data);
    assertThat(called).isEqualTo([['vitrina.consent', 'denied']]);
- name: a script that cannot be loaded fails the tag
  code: |-
    isBroken = true;
    data.task = 'start';
    runCode(data);
    assertApi('gtmOnFailure').wasCalled();
    assertApi('gtmOnSuccess').wasNotCalled();
setup: |-
  const data = { collector: 'https://events.shop.example/', id: 'xy76ks', script: 'vitrina.storefront.js', consent: 'granted' };
  let loaded;
  let present = false;
  let isBroken = false;
  const called = [];
  mock('getTimestampMillis', 1700000000000);
  mock('copyFromWindow', () => present ? () => {} : undefined);
  mock('injectScript', (url, onSuccess, onFailure) => {
    loaded = url;
    if (isBroken) onFailure();
    else onSuccess();
  });
  mock('callInWindow', (path, a, b) => {
    called.push(b === undefined ? [path, a] : [path, a, b]);
  });


___NOTES___

The documentation of Vitrina says which actions there are and what they carry.
