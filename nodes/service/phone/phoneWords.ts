/** The words that forms, CRMs and signatures put beside phone numbers, and whether the number may still be called. */

/** A text without accents and invisible marks, in small letters. */
const plain = (text: string) =>
	text
		.normalize('NFD')
		.replace(/[\p{M}\p{Cf}]/gu, '')
		.toLowerCase();

const words = (text: string): string[] => plain(text).match(/\p{L}+/gu) ?? [];

/** What comes after one of these is a phone number. */
const phoneWords = words(`
	tel tele telephone phone phonenumber ph p t m mob mobile cell cellphone cellular contact call callto voice
	whatsapp wa sms smsto mms text viber signal telegram imessage facetime skype landline
	telefon telefonnummer telefonnr telnr rufnummer handy handynummer handynr mobil mobilnummer mobiltelefon festnetz natel
	téléphone tél portable fixe gsm teléfono tfno tlf tlfno móvil celular cel fijo telefone telemóvel fixo fone
	telefono cellulare fisso telefoon telefoonnummer mobiel mobieltje puh puhelin matkapuhelin
	komórka komórkowy kom telefonszám telefonu cep gsm telp telepon hp hape sdt sđt
	телефон тел моб мобильный сотовый 電話 電話番号 携帯 携帯電話 电话 联系电话 手机 手机号 전화 휴대폰 هاتف جوال موبايل טלפון נייד
`);

/** Whose phone it is, or where. */
const kindsOfPhone = words(`
	home work office business main direct private personal primary other my our first second h w c o d
	privat geschäftlich mein meine mon ma personnel mi meu minha pref
`);

/** "Phone No. 4155550123" is a phone; "No. 4155550123" may be anything. */
const numberWords = words('no nr num number numero numéro nummer número numer nomor szám');

/** A number that comes with one of these is not to be called. */
const warning =
	/(?<!\p{L})(?:not|never|dnc|don'?t|wrong|invalid|disconnected|deceased|(?:tele)?fax|no (?:longer|calls?)|nicht|falsche?|keine?|ungultig)(?!\p{L})/iu;

/** Whether a number that comes with the text is not to be called. */
export const warns = (text: string) => warning.test(plain(text));

/** Whether the text holds no other words than those that mean a phone, whose it is or where. */
export function announcesPhone(text: string): boolean {
	const found = words(text.replace(/#/g, ' no '));
	const names = found.filter((word) => !kindsOfPhone.includes(word));
	const isKnown = names.every((word) => phoneWords.includes(word) || numberWords.includes(word));
	return isKnown && (names.length === 0 || names.some((word) => phoneWords.includes(word)));
}
