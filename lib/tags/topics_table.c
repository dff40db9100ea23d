/* Words that speak for a topic: of weight 4 those that hardly occur elsewhere, of 1 those that also
 * do. Collected by hand. The topics are the top terms of the IPTC Media Topics
 * (https://cv.iptc.org/newscodes/mediatopic, CC BY 4.0). */
#include "topics_table.h"

static const struct {
    struct nr_str name, code;
} topics[] = {
    {NR_STR("arts, culture, entertainment and media"), NR_STR("medtop:01000000")},
    {NR_STR("crime, law and justice"), NR_STR("medtop:02000000")},
    {NR_STR("disaster, accident and emergency incident"), NR_STR("medtop:03000000")},
    {NR_STR("economy, business and finance"), NR_STR("medtop:04000000")},
    {NR_STR("education"), NR_STR("medtop:05000000")},
    {NR_STR("environment"), NR_STR("medtop:06000000")},
    {NR_STR("health"), NR_STR("medtop:07000000")},
    {NR_STR("human interest"), NR_STR("medtop:08000000")},
    {NR_STR("labour"), NR_STR("medtop:09000000")},
    {NR_STR("lifestyle and leisure"), NR_STR("medtop:10000000")},
    {NR_STR("politics"), NR_STR("medtop:11000000")},
    {NR_STR("religion"), NR_STR("medtop:12000000")},
    {NR_STR("science and technology"), NR_STR("medtop:13000000")},
    {NR_STR("society"), NR_STR("medtop:14000000")},
    {NR_STR("sport"), NR_STR("medtop:15000000")},
    {NR_STR("conflict, war and peace"), NR_STR("medtop:16000000")},
    {NR_STR("weather"), NR_STR("medtop:17000000")},
};

/* Parts, for a literal has its limits. */
static const struct nr_str parts[] = {
    NR_STR("arts, culture, entertainment and media\t4\t"
           "film, movie, actor, actress, album, singer, musician, band, concert, theatre, "
           "theater, novel, novelist, painter, sculpture, museum, exhibition, gallery, "
           "filmmaker, screenplay, box office, Oscar, Grammy, Emmy, Hollywood, Bollywood, "
           "Broadway, orchestra, opera, ballet, choreographer, rapper, hip hop, pop star, "
           "film festival, sitcom, soundtrack, playwright, film director, art gallery\n"),
    NR_STR("arts, culture, entertainment and media\t1\t"
           "music, song, author, book, artist, painting, television series, TV show, "
           "celebrity, drama, comedy, stage, audience, screen, director, producer, "
           "premiere, streaming, broadcaster, journalist, newspaper, magazine, publisher, "
           "poet, poetry, dance, dancer, fashion, designer, festival, photographer, "
           "guitar, piano, documentary, cinema, starring, role, lyrics, trilogy\n"),
    NR_STR("crime, law and justice\t4\t"
           "murder, murdered, murderer, homicide, manslaughter, rape, rapist, robbery, "
           "robber, burglary, burglar, theft, arson, kidnapping, kidnapped, stabbing, "
           "stabbed, arrested, arrest, suspect, defendant, prosecutor, prosecution, "
           "indicted, indictment, convicted, conviction, sentenced, jail, jailed, prison, "
           "inmate, jury, juror, courtroom, plaintiff, lawsuit, pleaded guilty, pleaded "
           "not guilty, bail, felony, misdemeanor, magistrate, detective, drug "
           "trafficking, money laundering, fraud, bribery, extortion, supreme court, "
           "appeals court, high court, death penalty, police officer, police said, crown "
           "court, district attorney\n"),
    NR_STR("crime, law and justice\t1\t"
           "police, court, judge, trial, charges, charged, guilty, lawyer, attorney, "
           "crime, criminal, custody, investigation, investigators, victim, gang, gunman, "
           "gun, verdict, testimony, testified, witness, probe, law, legal, illegal, "
           "sheriff, warrant, sued, sue, appeal, ruling, justice, smuggling, corruption, "
           "forensic, offence, offender, alleged, allegedly\n"),
    NR_STR("disaster, accident and emergency incident\t4\t"
           "earthquake, aftershock, tsunami, flood, flooding, floods, hurricane, typhoon, "
           "cyclone, tornado, wildfire, bushfire, landslide, mudslide, avalanche, "
           "volcano, eruption, magnitude, epicenter, epicentre, rescue workers, rescuers, "
           "firefighter, derailed, derailment, plane crash, air crash, shipwreck, "
           "capsized, explosion, state of emergency, death toll, natural disaster, "
           "collision, wreckage, search and rescue, evacuated, evacuation, famine, oil "
           "spill, gas leak\n"),
    NR_STR("disaster, accident and emergency incident\t1\t"
           "crash, crashed, disaster, emergency, rescue, rescued, survivor, injured, "
           "killed, blaze, fire, collapsed, rubble, missing, accident, damage, damaged, "
           "victims, ambulance, debris, drowned, relief, aid workers, destroyed, storm, "
           "blast, toll\n"),
    NR_STR("economy, business and finance\t4\t"
           "shares, shareholder, stock market, stock exchange, dividend, quarterly, net "
           "profit, net loss, net income, earnings, earnings per share, revenue, merger, "
           "acquisition, takeover, bond, yield, interest rate, inflation, central bank, "
           "GDP, economist, economic growth, exports, imports, trade deficit, trade "
           "surplus, tariff, currency, dollar, yen, euro, investor, investment, "
           "bankruptcy, IPO, commodity, crude oil, barrel, OPEC, futures, Nasdaq, Dow "
           "Jones, hedge fund, private equity, monetary policy, fiscal, budget deficit, "
           "recession, Federal Reserve, balance sheet, pct, mln, dlrs, billion, loan, "
           "lender, mortgage, share price, market share, chief executive, retailer, "
           "wholesale, bushel, tonnes\n"),
    NR_STR("economy, business and finance\t1\t"
           "bank, market, company, companies, firm, trade, price, prices, sales, profit, "
           "loss, economy, economic, business, financial, finance, sector, industry, "
           "industrial, manufacturer, consumer, customer, supplier, debt, credit, tax, "
           "growth, analyst, trader, trading, quarter, million, stake, subsidiary, "
           "assets, capital, fund, oil, gas, export, import, cost, unit, corp, inc, ltd, "
           "startup, supply chain, retail, purchase, cents, per share, output, wheat, "
           "corn, sugar, coffee, gold, copper\n"),
    NR_STR("education\t4\t"
           "school, teacher, pupil, student, university, college, classroom, curriculum, "
           "tuition, kindergarten, headteacher, headmaster, school principal, "
           "undergraduate, postgraduate, scholarship, high school, primary school, "
           "secondary school, homework, school board, school district, graduation, "
           "literacy, campus, enrolment, enrollment, faculty, vice chancellor, lecturer, "
           "teachers union, exam results, GCSE, SAT scores, student loan\n"),
    NR_STR("education\t1\t"
           "education, educational, exam, exams, degree, graduate, learning, teaching, "
           "classes, academic, professor, dean, academy, lesson, textbook, teach, taught, "
           "students, schools, universities\n"),
    NR_STR("environment\t4\t"
           "climate change, global warming, greenhouse gas, carbon emissions, carbon "
           "dioxide, emissions, biodiversity, endangered species, conservation, "
           "conservationist, deforestation, rainforest, pollution, pollutant, recycling, "
           "wildlife, ecosystem, habitat, renewable energy, net zero, environmentalist, "
           "coral reef, glacier, sea level, ozone, poaching, nature reserve, national "
           "park, plastic waste, air quality, extinction, ecology, ecological, fossil "
           "fuel, sustainability\n"),
    NR_STR("environment\t1\t"
           "environment, environmental, climate, species, forest, forests, ocean, river, "
           "carbon, solar, wind farm, toxic, waste, water, animals, birds, fish, trees, "
           "green, contamination, planet, sustainable, drought, warming\n"),
    NR_STR("health\t4\t"
           "hospital, patient, doctor, nurse, surgeon, surgery, vaccine, vaccination, "
           "vaccinated, virus, coronavirus, Covid, pandemic, epidemic, outbreak, "
           "infection, infected, disease, cancer, tumor, tumour, diabetes, influenza, "
           "HIV, AIDS, malaria, Ebola, symptom, diagnosis, diagnosed, clinical, "
           "physician, medicine, medication, pharmaceutical, drug trial, clinical trial, "
           "public health, mental health, World Health Organization, NHS, obesity, "
           "dementia, Alzheimer, heart attack, stroke, pregnancy, antibiotics, "
           "chemotherapy, intensive care, health care, healthcare, medicare, medicaid, "
           "pharmacist, dentist, syndrome\n"),
    NR_STR("health\t1\t"
           "health, medical, treatment, therapy, drug, drugs, clinic, dose, disorder, "
           "blood, brain, heart, risk, diet, pain, care, condition, immune, illness, "
           "sick, pharmacy, chronic, prescription, disabled, smoking, nutrition, vitamin\n"),
    NR_STR("human interest\t4\t"
           "celebrity gossip, royal family, royal wedding, lottery winner, good "
           "samaritan, world record, Guinness World Records, viral video, engagement "
           "ring, proposed to, heartwarming, centenarian, birthday party, reunited with, "
           "baby name, beauty pageant, Miss World, Miss Universe, prince harry, duchess, "
           "oldest person, stray dog, pet dog, rescue dog\n"),
    NR_STR("human interest\t1\t"
           "wedding, bride, groom, birthday, anniversary, reunion, royal, prince, "
           "princess, duke, queen, puppy, kitten, dog, cat, viral, award, prize, "
           "ceremony, tribute, heroic, hero\n"),
    NR_STR("labour\t4\t"
           "trade union, labor union, labour union, strike action, on strike, walkout, "
           "picket, picket line, layoffs, laid off, redundancies, redundancy, minimum "
           "wage, collective bargaining, unemployment, unemployment rate, jobless, job "
           "cuts, pay rise, pay dispute, workforce, industrial action, unionized, "
           "unionised, strikers, striking workers, wage, wages, overtime, working "
           "conditions, pension scheme, retirement age, gig economy\n"),
    NR_STR("labour\t1\t"
           "union, strike, worker, workers, employee, employees, employer, jobs, job, "
           "salary, pay, hiring, hired, employment, unions, recruitment, contract talks, "
           "dockers, dismissed\n"),
    NR_STR("lifestyle and leisure\t4\t"
           "recipe, cuisine, restaurant, chef, tourism, tourist, holidaymaker, vacation, "
           "hotel, resort, beach holiday, travel guide, gardening, hobby, wine, winery, "
           "cocktail, baking, oven, tablespoon, teaspoon, ingredient, interior design, "
           "fashion trend, skincare, makeup, yoga, hiking, camping, sightseeing, cruise, "
           "video game, board game, nightlife, theme park, bed and breakfast, tasting menu\n"),
    NR_STR("lifestyle and leisure\t1\t"
           "food, cooking, cook, dish, dishes, meal, garden, travel, travellers, "
           "travelers, trip, holiday, leisure, style, luxury, shopping, beauty, bar, "
           "cafe, pub, dining, kitchen, menu, flavor, flavour, taste, delicious, home, "
           "decor, spa, car, motoring, gaming\n"),
    NR_STR("politics\t4\t"
           "election, ballot, voter, voting, polling station, parliament, parliamentary, "
           "prime minister, senator, congressman, congresswoman, congress, senate, House "
           "of Representatives, legislator, lawmaker, legislation, democrat, republican, "
           "conservative party, labour party, coalition government, opposition leader, "
           "opposition party, foreign minister, foreign ministry, ambassador, embassy, "
           "diplomat, diplomatic, summit, White House, Kremlin, cabinet minister, "
           "chancellor, governor, mayor, referendum, treaty, sanctions, United Nations, "
           "European Union, president, presidential, impeachment, by-election, "
           "constituency, manifesto, MP, MPs, politician, premier, deputy minister, "
           "bipartisan, NATO\n"),
    NR_STR("politics\t1\t"
           "government, minister, ministry, political, politics, party, campaign, policy, "
           "bill, vote, voted, state, leader, leadership, secretary, opposition, "
           "coalition, candidate, democracy, democratic, talks, negotiations, "
           "administration, reform, council, cabinet, federal, bilateral, constitution, "
           "constitutional, spokesman, immigration, asylum, border\n"),
    NR_STR("religion\t4\t"
           "church, pope, Vatican, bishop, archbishop, cardinal, priest, clergy, pastor, "
           "rabbi, imam, mosque, synagogue, temple, gospel, bible, biblical, quran, "
           "koran, torah, christian, christianity, catholic, protestant, orthodox church, "
           "islam, islamic, muslim, jewish, judaism, hindu, hinduism, buddhist, buddhism, "
           "sikh, pilgrim, pilgrimage, hajj, ramadan, easter, theology, theologian, "
           "atheist, atheism, baptism, sermon, congregation, diocese, monastery, prophet, "
           "scripture, holy see\n"),
    NR_STR("religion\t1\t"
           "god, religion, religious, faith, prayer, pray, worship, holy, sacred, jesus, "
           "christ, saint, spiritual, belief, believers, sin, heaven, soul, mass, monk, "
           "nun, blessing\n"),
    NR_STR("science and technology\t4\t"
           "scientist, researcher, physicist, astronomer, astronaut, spacecraft, "
           "satellite, NASA, telescope, orbit, galaxy, quantum, genome, DNA, fossil, "
           "archaeologist, paleontologist, laboratory, peer reviewed, software, "
           "smartphone, artificial intelligence, machine learning, algorithm, robot, "
           "robotics, semiconductor, microchip, cybersecurity, hacker, encryption, "
           "operating system, app, browser, social network, Google, Apple, Microsoft, "
           "computer, processor, graphics card, hard drive, startup founder, rocket "
           "launch, space station, molecule, neuroscience, biotechnology, nanotechnology, "
           "researchers found, study published\n"),
    NR_STR("science and technology\t1\t"
           "science, scientific, research, technology, tech, study, data, internet, "
           "online, digital, device, experiment, space, launch, moon, Mars, planet, gene, "
           "engineer, engineering, innovation, users, file, program, server, network, "
           "code, chip, electronic, physics, chemistry, biology, theory, laser, sensor, "
           "battery, website, download, Windows, disk, memory, screen\n"),
    NR_STR("society\t4\t"
           "racism, racist, discrimination, civil rights, human rights, gay marriage, "
           "same-sex marriage, LGBT, LGBTQ, transgender, feminism, feminist, gender "
           "equality, homelessness, homeless, poverty, refugee, migrant, migration, "
           "demographic, census, birth rate, abortion, domestic violence, child abuse, "
           "orphan, adoption, welfare, charity, volunteer, inequality, ethnic minority, "
           "indigenous, euthanasia, immigrant community, social services, foster care\n"),
    NR_STR("society\t1\t"
           "society, social, community, communities, family, families, women, children, "
           "child, youth, elderly, minority, minorities, population, gender, marriage, "
           "divorce, rights, activists, activist, equality, identity, parents, diversity, "
           "ngo, donation, donors\n"),
    NR_STR("sport\t4\t"
           "football, footballer, soccer, basketball, baseball, cricket, cricketer, "
           "rugby, tennis, golf, golfer, hockey, boxing, boxer, cyclist, cycling, "
           "athlete, athletics, swimmer, marathon, sprinter, olympic, olympics, world "
           "cup, premier league, champions league, NBA, NFL, NHL, MLB, FIFA, UEFA, "
           "Formula One, grand prix, quarterback, touchdown, striker, midfielder, "
           "goalkeeper, defender, penalty kick, free kick, hat-trick, home run, inning, "
           "innings, wicket, batsman, bowler, playoffs, play-offs, semi-final, semifinal, "
           "quarter-final, quarterfinal, championship, tournament, head coach, referee, "
           "pitcher, shortstop, puck, goalie, power play, overtime goal, Grand Slam, "
           "Wimbledon, medal, gold medal, midfield, scored\n"),
    NR_STR("sport\t1\t"
           "game, match, team, teams, player, players, coach, season, league, club, goal, "
           "goals, win, won, lost, beat, defeat, victory, score, points, cup, final, "
           "race, stadium, fans, championship, title, champion, squad, manager, transfer, "
           "fixture, half-time, ball, teammate, captain, round, seed, draw, injury, "
           "offense, defense, rookie, draft, playing, played, pitch, sets, coached, lap, "
           "leg\n"),
    NR_STR("conflict, war and peace\t4\t"
           "war, warfare, soldier, troops, army, airstrike, air strike, missile, "
           "shelling, artillery, militant, insurgent, insurgency, rebel, ceasefire, "
           "truce, peace talks, peace agreement, peacekeeper, bomb, bombing, bombed, "
           "suicide bomber, terrorist, terrorism, guerrilla, militia, battlefield, "
           "invasion, invaded, occupied territory, casualties, coup, genocide, war "
           "crimes, nuclear weapon, drone strike, warplane, fighter jet, tank, "
           "ammunition, hostage, Taliban, Islamic State, al-Qaeda, Hamas, Hezbollah, "
           "civil war, frontline, front line, armed forces, air force, paramilitary, "
           "rocket attack, riot, mortar, offensive, counteroffensive\n"),
    NR_STR("conflict, war and peace\t1\t"
           "military, forces, attack, attacked, fighting, fighters, weapon, weapons, "
           "armed, defence, defense ministry, killed, conflict, violence, security, "
           "peace, fire, gunmen, commander, general, navy, protest, protesters, protests, "
           "unrest, occupation, border, soldiers, combat, enemy, clashes, regime, battle\n"),
    NR_STR("weather\t4\t"
           "weather forecast, meteorologist, meteorological, rainfall, snowfall, "
           "heatwave, heat wave, cold snap, thunderstorm, blizzard, temperatures, degrees "
           "celsius, degrees fahrenheit, weather warning, met office, national weather "
           "service, gale, humidity, precipitation, showers, sunny spells, cloudy, "
           "overcast, el nino, la nina, tropical storm, monsoon, forecaster, hailstorm, "
           "sleet, drizzle, wind chill, heavy rain, heavy snow\n"),
    NR_STR("weather\t1\t"
           "weather, rain, snow, wind, winds, forecast, storm, temperature, sunny, cloud, "
           "clouds, fog, ice, frost, mph, degrees, celsius, fahrenheit, inches, cold, "
           "heat, dry, wet, warm, windy, icy\n"),
};

struct nr_str nr_topics_builtin(size_t i)
{
    return i < sizeof parts / sizeof parts[0] ? parts[i] : nr_str(NULL, 0);
}

struct nr_str nr_topic_code(struct nr_str name)
{
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++)
        if (nr_str_eq(name, topics[i].name))
            return topics[i].code;
    return nr_str(NULL, 0);
}
