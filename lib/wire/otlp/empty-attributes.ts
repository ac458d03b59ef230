import type { SentAttributes } from "./records";

/** V8 watches the first seven objects of a constructor, and then gives all others as much room as those have used. Source: v8.dev/blog/slack-tracking. */
const WATCHED_COUNT = 8;
/** The most that it gives to a constructor which itself sets nothing. Half of all spans and logs have no more attributes. */
const ROOM_COUNT = 10;

/**
 * A new object without properties, like any `{}` but for its room: the attributes of spans and logs come one by one, and `{}` has room
 * for four of them. The others lie in a second store, which is copied for each three more, and what outgrows twelve such
 * becomes a hash table, for life: slow to fill, to ask, to go through and to copy, and of four times the size.
 */
export const emptyAttributes: () => SentAttributes = makeRoomy();

function makeRoomy(): () => SentAttributes {
  function Roomy() {}
  Roomy.prototype = Object.prototype;
  const Constructor = Roomy as unknown as new () => SentAttributes;
  for (let count = 0; count < WATCHED_COUNT; count++) {
    const object = new Constructor();
    for (let place = 0; place < ROOM_COUNT; place++) object[`attribute ${place}`] = place;
  }
  return () => new Constructor();
}
