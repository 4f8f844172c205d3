/** Lists, notes and forms. Each sentence but the last one ends with a mark. */
export const LISTS: readonly string[] = [
  '1. First‖\n2. Second‖\n3. Third',
  'Shopping list:‖\n* milk‖\n* bread (2x)‖\n* eggs, butter, etc.',
  'Agenda‖\n\na) Budget‖\nb) Hiring‖\nc) Any other business',
  '• Good battery.‖ Lasts two days.‖\n• Bad camera.‖\n• Price: ok',
  'To do‖\n[x] call Mr. Brown‖\n[ ] write report no. 5‖\n[ ] book a table for 7 p.m.',
  '- The installation took more than three hours, because the manual is in\n  Chinese only‖\n- The support was friendly‖\n- Returned',
  'We tested three things.‖ 1) Speed.‖ 2) Price.‖ 3) Comfort.',
  'Ingredients:‖\n- 2.5 cups of flour‖\n- 1 tbsp. sugar‖\n\nMix well.‖ Bake for 20 min. at 180 °C.',
  'I. Introduction‖\n\nThis is the text.‖\n\nII. Methods‖\n\nWe measured twice.',
  'Changes in v1.4.0:‖\n- Fixed the crash in main.ts‖\n- Updated node.js to 20.1‖\nThanks to all testers!',
  'Q: Is it waterproof?‖\nA: Yes, up to 1.5 m.‖\nQ: For how long?‖\nA: 30 min.',
  'Name: J. Doe‖\nRating: 4.5/5‖\nComment: Nice place, but loud.‖ The bar next door closes at 2 a.m.',
  'Good:‖\r\n+ sound‖\r\n+ design‖\r\nBad:‖\r\n- price',
  '1) Great staff.‖\n2) Clean rooms.‖\n3) Breakfast was so-so, i.e. cold eggs.‖\nOverall: recommended!',
  'Mon: rain‖\nTue: sun‖\nWed: snow',
  'What I liked‖\n\n1. The story.‖ It is new.‖\n2. The actors, e.g. Tom H.‖\n\nWhat I did not like‖\n\n1. The music!!',
];
