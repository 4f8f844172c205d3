/** Support tickets and mails. Each sentence but the last one ends with a mark. */
export const TICKETS: readonly string[] = [
  'Hello,‖\n\nmy order no. 4711 has not arrived.‖ Please help.‖\n\nBest regards‖\nJane Doe',
  'Hi team,‖\n\nsince the update to v3.2.1 the app crashes on start.‖ I use Android 14.‖ Steps:‖\n1. Open the app‖\n2. Tap "Log in"‖\n3. It closes',
  'The export fails with "Error: File not found."‖ What can I do?',
  'I have been waiting for an answer for more than two weeks now, and I have\nwritten to you three times.‖ Nobody has replied.‖ This is not how you treat\na customer who has paid for premium support.',
  'Invoice 2023.‖ Please resend it to john.smith@example.com.‖ Thx!',
  'Dear Sir or Madam,‖\n\nI refer to your letter of Jan. 5.‖ The amount of 1.250,00 EUR is wrong.‖ It should be 1.150,00 EUR.‖\n\nYours sincerely,‖\nDr. M. Weber',
  'Cannot open https://shop.example.com/cart?id=5!x in Firefox.‖ Works in Chrome.',
  'Node.js 20 is required, vs. 18 before.‖ See README.md for details.‖ Also config.yaml changed.',
  'Customer called at 10 a.m. and again at 3 p.m.‖ She was very upset.‖ Escalated to Sgt. Miller (security).',
  'Problem: login does not work.‖ Expected: it works.‖ Actual: blank page.',
  'Device: Pixel 7‖\nVersion: 14.0.2‖\nThe camera app freezes when I switch to video.‖ After a restart it works for approx. ten minutes.',
  'I want a refund!‖ Now!‖ Your agent told me "we will call you back", but no call came.‖ What a joke.',
  'Following up on this.‖ Any news?‖\n\n> We will look into it.‖\n\nThat was in March.',
  'The printer (model HP 4.2) prints blank pages.‖ Toner is full.‖ Driver was re-installed.‖ No luck.',
  'Please cancel my subscription at Acme Inc. immediately.‖ I was charged twice, on Feb. 1 and Mar. 1.',
  'thanks for the quick help.‖ everything works now.‖ have a nice day :)',
];
