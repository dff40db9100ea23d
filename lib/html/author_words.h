/* Words around the names in bylines. For authors.c alone. */
#ifndef NEWSREEL_HTML_AUTHOR_WORDS_H
#define NEWSREEL_HTML_AUTHOR_WORDS_H

#include "newsreel/core/str.h"

/* What stands before names, with a blank, so that no name begins like it. */
static const struct nr_str openings[] = {
    NR_STR("by "),
    NR_STR("by: "),
    NR_STR("von "),
    NR_STR("von: "),
    NR_STR("par "),
    NR_STR("par: "),
    NR_STR("por "),
    NR_STR("por: "),
    NR_STR("door "),
    NR_STR("di "),
    NR_STR("av "),
    NR_STR("af "),
    NR_STR("autor: "),
    NR_STR("autorin: "),
    NR_STR("author: "),
    NR_STR("auteur: "),
    NR_STR("autore: "),
    NR_STR("text: "),
    NR_STR("interview: "),
    NR_STR("posted by "),
    NR_STR("written by "),
    NR_STR("erstellt von "),
    NR_STR("veröffentlicht von "),
    NR_STR("geschrieben von "),
    NR_STR("publié par "),
    NR_STR("écrit par "),
    NR_STR("escrito por "),
    NR_STR("publicado por "),
    NR_STR("recueilli par "),
    NR_STR("propos recueillis par "),
    NR_STR("a cura di "),
    NR_STR("über "),
    NR_STR("about "),
    NR_STR("автор: "),
    NR_STR("Автор: "),
    NR_STR("текст: "),
    NR_STR("Текст: "),
    NR_STR("and "),
    NR_STR("& "),
    NR_STR("published by "),
    NR_STR("written by: "),
    NR_STR("eingestellt von "),
    NR_STR("words by "),
    NR_STR("story by "),
    NR_STR("text by "),
    NR_STR("reported by "),
    NR_STR("submitted by "),
    NR_STR("autores: "),
    NR_STR("auteurs: "),
    NR_STR("texte: "),
    NR_STR("di: "),
    NR_STR("door: "),
    NR_STR("tekst: "),
    NR_STR("av: "),
    NR_STR("af: "),
    NR_STR("teksti: "),
    NR_STR("autorka: "),
    NR_STR("yazan: "),
    NR_STR("oleh "),
    NR_STR("oleh: "),
    NR_STR("penulis: "),
    NR_STR("tác giả: "),
    NR_STR("Tác giả: "),
    NR_STR("كتب: "),
    NR_STR("كتبت: "),
    NR_STR("بقلم: "),
    NR_STR("بقلم "),
    NR_STR("लेखक: "),
    NR_STR("本报记者"),
    NR_STR("本報記者"),
    NR_STR("记者"),
    NR_STR("記者"),
    NR_STR("作者"),
    NR_STR("文："),
    NR_STR("撰文："),
    NR_STR("執筆："),
};

/* What stands behind a name. */
static const struct nr_str closings[] = {
    NR_STR(" 선임기자"), NR_STR(" 특파원"), NR_STR(" 기자"),
    NR_STR("기자"),      NR_STR("記者"),    NR_STR("记者"),
};

static const struct nr_str titles[] = {
    NR_STR("dr. med. "),   NR_STR("dr "),    NR_STR("prof "),      NR_STR("rev. "),
    NR_STR("dr. "),        NR_STR("prof. "), NR_STR("professor "), NR_STR("herr "),
    NR_STR("frau "),       NR_STR("mr. "),   NR_STR("mrs. "),      NR_STR("ms. "),
    NR_STR("dipl.-ing. "), NR_STR("mag. "),
};

/* Whoever is called one of these is no person, nor is an agency. */
static const struct nr_str outlets[] = {
    NR_STR("admin"),        NR_STR("administrator"),
    NR_STR("author"),       NR_STR("autor"),
    NR_STR("text"),         NR_STR("redaction"),
    NR_STR("unknown"),      NR_STR("anonymous"),
    NR_STR("phd"),          NR_STR("m.d."),
    NR_STR("md"),           NR_STR("publisher"),
    NR_STR("by"),           NR_STR("and"),
    NR_STR("von"),          NR_STR("und"),
    NR_STR("par"),          NR_STR("et"),
    NR_STR("por"),          NR_STR("with"),
    NR_STR("ph.d."),        NR_STR("ph.d"),
    NR_STR("esq."),         NR_STR("jr."),
    NR_STR("null"),         NR_STR("undefined"),
    NR_STR("none"),         NR_STR("guest"),
    NR_STR("guest author"), NR_STR("agencies"),
    NR_STR("agency"),       NR_STR("agences"),
    NR_STR("agenturen"),    NR_STR("agencias"),
    NR_STR("agenzie"),      NR_STR("وكالات"),
};

/* What an outlet begins with, and nobody's name. */
static const struct nr_str articles[] = {NR_STR("the "), NR_STR("for "), NR_STR("special to ")};

/* A piece of a byline that has one of these is a function or a firm. */
static const struct nr_str functions[] = {
    NR_STR("reporter"),      NR_STR("editor"),      NR_STR("correspond"), NR_STR("writer"),
    NR_STR("columnist"),     NR_STR("journalist"),  NR_STR("redakteur"),  NR_STR("korrespondent"),
    NR_STR("redacteur"),     NR_STR("rédacteur"),   NR_STR("periodista"), NR_STR("giornalista"),
    NR_STR("fotograf"),      NR_STR("photograph"),  NR_STR("newsroom"),   NR_STR("news desk"),
    NR_STR("www."),          NR_STR("→"),           NR_STR("©"),          NR_STR("news agency"),
    NR_STR("gründer"),       NR_STR("contributor"), NR_STR("producer"),   NR_STR("photos by"),
    NR_STR("редакци"),       NR_STR("Редакци"),     NR_STR("редакці"),    NR_STR("Редакці"),
    NR_STR("корреспондент"),
};

/* Words of those who sign together. */
static const struct nr_str groups[] = {
    NR_STR("staff"),    NR_STR("team"),      NR_STR("desk"),      NR_STR("bureau"),
    NR_STR("media"),    NR_STR("news"),      NR_STR("editorial"), NR_STR("redaktion"),
    NR_STR("beiträge"), NR_STR("rédaction"), NR_STR("redacción"), NR_STR("redazione"),
    NR_STR("redação"),  NR_STR("redactie"),
};

/* A piece that has one of these is a firm, and what follows is its address. */
static const struct nr_str firms[] = {
    NR_STR("gmbh"),  NR_STR("e.v."), NR_STR("s.p.a."), NR_STR(" s.a."),
    NR_STR(" inc."), NR_STR(" ltd"), NR_STR(" llc"),   NR_STR("-verlag"),
};

#endif
