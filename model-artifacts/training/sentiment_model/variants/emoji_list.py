"""The emoji, their names and their polarity: positive, neutral or negative when one stands alone."""

from __future__ import annotations

_POSITIVE = """😀 grinning face|😃 smiling face with big eyes|😄 smiling face with smiling eyes|😁 beaming face
😆 laughing face|😊 happy smiling face|🙂 slightly smiling face|😉 winking face
😍 face with heart eyes|🥰 smiling face with hearts|😘 face blowing a kiss|😗 kissing face
😚 kissing face with closed eyes|😙 kissing face with smiling eyes|😋 delicious
😎 cool face with sunglasses|🤩 star-struck face|🥳 party face|🤗 hugging face
😇 smiling face with halo|😌 relieved face|😂 tears of joy|🤣 rolling on the floor laughing
😹 cat with tears of joy|😺 grinning cat|😸 smiling cat|😻 cat in love|😽 kissing cat
👍 thumbs up|👌 ok hand|👏 clapping hands|🙌 raising hands|💪 strong|🤝 handshake|✌ victory hand
🤞 fingers crossed|🤟 love-you gesture|🤙 call me hand|❤ red heart|🧡 orange heart
💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|🤍 white heart|💖 sparkling heart
💗 growing heart|💓 beating heart|💕 two hearts|💞 revolving hearts|💘 heart with arrow
💝 heart with ribbon|💟 heart decoration|♥ heart|💯 hundred points|🔥 on fire|✨ sparkles
🌟 glowing star|⭐ star|💫 dizzy star|🎉 party popper|🎊 confetti ball|🥂 cheers|🍾 champagne
🏆 trophy|🥇 gold medal|🏅 medal|🎁 gift|🎂 birthday cake|🌈 rainbow|☀ sun|🌞 sun with face
🌸 cherry blossom|🌹 rose|🌺 flower|🌻 sunflower|🌷 tulip|💐 bouquet of flowers|🦄 unicorn
🚀 rocket|💃 dancing woman|🕺 dancing man|🤤 drooling face|✅ check mark|✔ heavy check mark
💎 gem|👑 crown|🍀 four leaf clover|🤠 cowboy face|🫶 heart hands
🥹 face holding back happy tears|😛 playful face|😜 winking face with tongue|🤪 zany face
🙏 thank you|💋 kiss|🎈 balloon|😝 laughing face with tongue|☺ smiling face|🌼 blossom
🎆 fireworks|🧁 cupcake"""
_NEGATIVE = """😠 angry face|😡 furious red face|🤬 swearing face|😤 face with steam from nose|👿 angry devil
💢 anger|😢 crying face|😭 loudly crying face|😞 disappointed face|😔 sad face|😟 worried face
🙁 slightly frowning face|☹ frowning face|😣 suffering face|😖 confounded face|😫 tired face
😩 weary face|😥 sad but relieved face|😰 anxious face|😨 fearful face|😱 screaming in fear
😓 downcast face with sweat|🤢 nauseated face|🤮 vomiting face|🤧 sneezing face
🤒 sick face with thermometer|🤕 face with head bandage|😷 sick face with mask|😵 dizzy face
😒 unamused face|🙄 face rolling eyes|😑 annoyed expressionless face|😕 confused face
😬 grimacing face|😾 angry cat|😿 crying cat|🙀 weary cat|👎 thumbs down|🖕 middle finger
💔 broken heart|💩 pile of poo|🤡 clown face|🤦 facepalm|😦 frowning face with open mouth
😧 anguished face|😪 sleepy sad face|🥱 yawning face|☠ skull and crossbones|❌ cross mark
🚫 prohibited|⛔ no entry|🗑 trash|😐 unimpressed face|🤥 lying face|🥴 woozy face
😶 speechless face|📉 falling chart|🙅 gesturing no|🚮 litter|🥵 suffering hot face
🥶 freezing face|🫤 unhappy face|😮‍💨 exhaling face|🫠 melting face|🆘 sos"""
_NEUTRAL = """🤔 thinking face|📅 calendar|📆 tear-off calendar|📍 pin|📌 pushpin|📎 paperclip|📝 memo|📄 page
📚 books|📖 open book|📞 telephone|📱 mobile phone|💻 laptop|🖥 computer|⌨ keyboard|🖨 printer
📷 camera|📸 camera with flash|🎥 film camera|🎬 clapper board|📺 television|📻 radio
🎧 headphone|🎤 microphone|🎵 musical note|🎶 musical notes|🚗 car|🚌 bus|🚆 train|🚇 metro
✈ airplane|🚢 ship|🚲 bicycle|🏠 house|🏢 office building|🏨 hotel|🏦 bank|🏥 hospital|🏫 school
⏰ alarm clock|⌚ watch|⏳ hourglass|🕐 one o'clock|📦 package|📧 e-mail|✉ envelope|📬 mailbox
🔑 key|🔒 lock|🔗 link|🔍 magnifying glass|💡 light bulb|🔋 battery|🔌 plug|🔧 wrench|🔨 hammer
⚙ gear|🧰 toolbox|💬 speech bubble|🗣 speaking head|👀 eyes|👤 person|👥 people|👉 pointing right
👇 pointing down|👆 pointing up|➡ right arrow|⬇ down arrow|▶ play button|🔄 arrows
❓ question mark|🔔 bell|📢 loudspeaker|📊 bar chart|💰 money bag|💵 dollar note|💳 credit card
🧾 receipt|🛒 shopping cart|🏷 label|🌍 globe|🗺 map|🌙 moon|☁ cloud|🌧 rain cloud|❄ snowflake
☕ coffee|🍵 tea|🍕 pizza|🍔 hamburger|🍞 bread|🍎 apple|🥗 salad|🍜 noodles|🍽 plate|🐶 dog
🐱 cat|🐦 bird|🐟 fish|🌳 tree|⚽ football|🏀 basketball|🎾 tennis ball|🏏 cricket bat
🎮 game controller|♟ chess pawn|👕 t-shirt|👟 shoe|🎒 backpack|🧳 luggage|🛏 bed|🚿 shower
🪑 chair|🚪 door|🗓 diary|🤷 shrug|🧵 thread|🆕 new|🔢 numbers"""


def _read(rows: str, polarity: str) -> list[tuple[str, str, str]]:
    pairs = (entry.split(" ", 1) for line in rows.splitlines() for entry in line.split("|"))
    return [(emoji, name, polarity) for emoji, name in pairs]


EMOJI = (*_read(_POSITIVE, "positive"), *_read(_NEGATIVE, "negative"), *_read(_NEUTRAL, "neutral"))
"""Each as (emoji, name, polarity), none twice."""
