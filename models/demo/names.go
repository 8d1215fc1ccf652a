package demo

import (
	"math/rand/v2"
	"strings"
)

// name is a name as it is written, and in the letters of a username.
type name struct{ text, ascii string }

const zwnj = "\u200c" // parts the halves of a Persian word without a gap

var (
	persianMen   = append(pairs(menOfIran), compounds("محمد mohammad امیر amir علی ali سید seyed", "رضا reza حسین hossein مهدی mahdi جواد javad صادق sadegh")...)
	persianWomen = append(pairs(womenOfIran), compounds("فاطمه fateme زهرا zahra نازنین nazanin", "زهرا zahra سادات sadat فاطمه fateme")...)
	persianLast  = append(pairs(familiesOfIran), compounds("حسین hossein کریم karim رحیم rahim قاسم ghasem یوسف yousef نقی naghi اسماعیل esmaeil ملک malek شریف sharif تقی taghi صفر safar نظر nazar",
		"زاده zadeh پور pour نژاد nezhad نیا nia فر far خانی khani")...)

	latinMen   = latin(menElsewhere)
	latinWomen = latin(womenElsewhere)
	latinLast  = latin(familiesElsewhere)
)

// The lists begin with what is common.
const (
	menOfIran = `محمد mohammad علی ali حسین hossein مهدی mahdi رضا reza حسن hasan امیر amir احمد ahmad سعید saeed مجید majid
		حمید hamid مسعود masoud وحید vahid میلاد milad پارسا parsa آرش arash بهزاد behzad کیوان keyvan فرهاد farhad کامران kamran
		سینا sina نیما nima پویا pouya بابک babak شهاب shahab کوروش kourosh داریوش dariush سیاوش siavash ایمان iman یاسر yaser
		یاسین yasin مصطفی mostafa مرتضی morteza موسی mousa عیسی eisa یحیی yahya کاوه kaveh کیان kian بردیا bardia آرمین armin`
	womenOfIran = `فاطمه fateme زهرا zahra مریم maryam زینب zeinab سارا sara معصومه masoume لیلا leila نرگس narges مینا mina
		نازنین nazanin پریسا parisa الهام elham سمیرا samira شیرین shirin نسرین nasrin مهسا mahsa یاسمن yasaman کیمیا kimia
		آیدا aida هانیه hanie ریحانه reyhane سپیده sepide شقایق shaghayegh بهاره bahare ترانه tarane گلناز golnaz رؤیا roya
		یگانه yegane یلدا yalda کتایون katayoun آناهیتا anahita هدی hoda لیلی leili کبری kobra نگین negin مهشید mahshid`
	familiesOfIran = `محمدی mohammadi حسینی hosseini احمدی ahmadi رضایی rezaei کریمی karimi موسوی mousavi جعفری jafari
		صادقی sadeghi رحیمی rahimi ابراهیمی ebrahimi حیدری heydari قاسمی ghasemi عباسی abbasi یوسفی yousefi نوری nouri
		اکبری akbari کاظمی kazemi شریفی sharifi نجفی najafi مرادی moradi سلطانی soltani زارعی zarei باقری bagheri
		فرهادی farhadi تهرانی tehrani اصفهانی esfahani شیرازی shirazi تبریزی tabrizi کاشانی kashani یزدی yazdi کرمانی kermani
		گیلانی gilani مازندرانی mazandarani خراسانی khorasani کیانی kiani یاوری yavari پهلوان pahlavan نیکنام niknam بهرامی bahrami
		رستمی rostami جمشیدی jamshidi ایزدی izadi خسروی khosravi کاویانی kaviani میرزایی mirzaei طباطبایی tabatabaei`

	menElsewhere = `James John Michael David Daniel Thomas Lucas Noah Oliver Liam Peter Paul Marco Luca José Juan Carlos Miguel
		André João Jürgen Björn Søren Łukasz Jakub Ömer Mehmet Emre Yusuf Omar Karim Tariq Arjun Rahul Wei Hiroshi Kenji Ivan Dmitri Seán`
	womenElsewhere = `Mary Anna Maria Emma Olivia Sophia Laura Julia Sarah Lucy Alice Chloé Zoë Renée Inés Sofía Lucía Beatriz
		Giulia Chiara Heike Åsa Ingrid Agnieszka Zuzanna Ayşe Elif Zeynep Fatma Leyla Noor Priya Ananya Mei Yuki Sakura Olga
		Natalia Siobhán`
	familiesElsewhere = `Smith Johnson Brown Taylor Wilson Davies Evans Walker Wright Garcia Martínez López González Rossi Russo
		Ferrari Bianchi Müller Schmidt Schneider Fischer Weber Dubois Lefèvre Moreau Laurent Silva Santos Oliveira Nowak Kowalski
		Wiśniewski Novák Horváth Nielsen Hansen Åkesson Lindström Virtanen Yılmaz Kaya Demir Çelik Şahin Öztürk Haddad Khoury
		Nasser Patel Sharma Singh Kumar Chen Wang Nguyen Tanaka Suzuki Petrov Ivanova O'Brien O'Connor MacDonald García-Pérez`
)

// pairs reads "text ascii text ascii …".
func pairs(list string) []name {
	var names []name
	words := strings.Fields(list)
	for i := 0; i < len(words); i += 2 {
		names = append(names, name{words[i], words[i+1]})
	}
	return names
}

// compounds joins each of one list with each of the other, as علی‌رضا.
func compounds(firsts, seconds string) []name {
	var names []name
	for _, second := range pairs(seconds) {
		for _, first := range pairs(firsts) {
			if first != second {
				names = append(names, name{first.text + zwnj + second.text, first.ascii + second.ascii})
			}
		}
	}
	return names
}

var plain = strings.NewReplacer("é", "e", "ã", "a", "ü", "ue", "ö", "oe", "ø", "o", "Ł", "L", "Ö", "O", "á", "a", "ë", "e", "í", "i",
	"Å", "A", "ş", "s", "Ş", "S", "ı", "i", "ç", "c", "Ç", "C", "ó", "o", "è", "e", "ś", "s", "'", "", "-", "")

// latin reads names in Latin letters, with the marks of their languages.
func latin(list string) []name {
	var names []name
	for text := range strings.FieldsSeq(list) {
		names = append(names, name{text, strings.ToLower(plain.Replace(text))})
	}
	return names
}

var (
	arabicLetters = strings.NewReplacer("ی", "ي", "ک", "ك")
	joined        = strings.NewReplacer(zwnj, "")
	parted        = strings.NewReplacer(zwnj, " ")
)

// spelt writes a Persian name as people type it: some on an Arabic keyboard, and many without the zero-width joiner.
func spelt(dice *rand.Rand, text string) string {
	switch at := dice.IntN(10); {
	case at < 3:
		text = joined.Replace(text)
	case at < 4:
		text = parted.Replace(text)
	}
	if odds(dice, 0.05) {
		text = arabicLetters.Replace(text)
	}
	return text
}
