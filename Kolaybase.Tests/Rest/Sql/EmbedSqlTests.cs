using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class EmbedSqlTests
{
    private static readonly Column Id = new("id", new(TypeOids.Int4, "integer"), Nullable: false);
    private static readonly Column AuthorId = new("author_id", new(TypeOids.Int4, "integer"));
    private static readonly Column Title = new("title", new(TypeOids.Text, "text"));
    private static readonly Column Genre = new("genre", new(90_000, "public.genre"));
    private static readonly Column Facts = new("facts", new(TypeOids.Jsonb, "jsonb"));
    private static readonly Relation Authors = new("public", "authors", RelationKind.Table, [Id, new Column("name", new(TypeOids.Text, "text"))], ["id"], computed: [new("full_name", new(TypeOids.Text, "text"), ComputedBy: new("public", "full_name"))]);
    private static readonly Relation Books = new("public", "books", RelationKind.Table, [Id, AuthorId, Title, Genre, Facts], ["id"]);
    private static readonly Relation Tags = new("public", "tags", RelationKind.Table, [Id], ["id"]);
    private static readonly Relation BookTags = new("hidden", "book_tags", RelationKind.Table, [AuthorId, Id], ["author_id", "id"]);

    private static readonly SchemaSnapshot Snapshot = new(
        1,
        [Authors, Books, Tags],
        [
            new(Books, Authors, Cardinality.ManyToOne, "books_author_id_fkey", [new(AuthorId, Id)]),
            new(Authors, Books, Cardinality.OneToMany, "books_author_id_fkey", [new(Id, AuthorId)]),
            new(Books, Tags, Cardinality.ManyToMany, "a", [], new(BookTags, "a", "b", [new(Id, AuthorId)], [new(Id, Id)])),
            new(Authors, Books, Cardinality.OneToMany, "best_books", [], Function: new("public", "best_books")),
        ]);

    [Theory]
    [InlineData("books", "select=id,authors(name)", """
        SELECT t."id", (SELECT pg_catalog.row_to_json(t1r) AS j FROM (SELECT t1."name" AS "name" FROM "public"."authors" AS t1 WHERE t."author_id" = t1."id") AS t1r) FROM "public"."books" AS t
        """)]
    [InlineData("authors", "select=books(title)&books.order=id&books.limit=2&books.offset=1", """
        SELECT (SELECT COALESCE(pg_catalog.json_agg(t1r), '[]') AS j FROM (SELECT t1."title" AS "title" FROM "public"."books" AS t1 WHERE t."id" = t1."author_id" ORDER BY t1."id" LIMIT 2 OFFSET $1) AS t1r) FROM "public"."authors" AS t
        """)]
    [InlineData("books", "select=tags(id)", """
        SELECT (SELECT COALESCE(pg_catalog.json_agg(t1r), '[]') AS j FROM (SELECT t1."id" AS "id" FROM "hidden"."book_tags" AS t1j JOIN "public"."tags" AS t1 ON t1j."id" = t1."id" WHERE t."id" = t1j."author_id") AS t1r) FROM "public"."books" AS t
        """)]
    [InlineData("authors", "select=id,books!inner()&books.title=eq.x", """
        SELECT t."id" FROM "public"."authors" AS t WHERE EXISTS (SELECT FROM "public"."books" AS t1 WHERE t."id" = t1."author_id" AND (t1."title" = $1))
        """)]
    [InlineData("authors", "select=id,books()&books=is.null", """
        SELECT t."id" FROM "public"."authors" AS t WHERE NOT EXISTS (SELECT FROM "public"."books" AS t1 WHERE t."id" = t1."author_id")
        """)]
    [InlineData("authors", "select=id,books()&or=(books.not.is.null,id.eq.1)", """
        SELECT t."id" FROM "public"."authors" AS t WHERE (EXISTS (SELECT FROM "public"."books" AS t1 WHERE t."id" = t1."author_id") OR (t."id" = $1))
        """)]
    [InlineData("books", "select=id,authors()&order=authors(name).desc", """
        SELECT t."id" FROM "public"."books" AS t ORDER BY (SELECT t1."name" FROM "public"."authors" AS t1 WHERE t."author_id" = t1."id") DESC
        """)]
    [InlineData("books", "select=id,...authors(author:name)", """
        SELECT t."id", t1s.c0 FROM "public"."books" AS t LEFT JOIN LATERAL (SELECT * FROM (SELECT t1."name" AS c0 FROM "public"."authors" AS t1 WHERE t."author_id" = t1."id") AS t1r) AS t1s ON true
        """)]
    [InlineData("authors", "select=id,...books(title)", """
        SELECT t."id", t1s.c0 FROM "public"."authors" AS t LEFT JOIN LATERAL (SELECT COALESCE(pg_catalog.json_agg(t1r.c0), '[]') AS c0 FROM (SELECT t1."title" AS c0 FROM "public"."books" AS t1 WHERE t."id" = t1."author_id") AS t1r) AS t1s ON true
        """)]
    [InlineData("authors", "select=full_name&full_name=eq.x", """
        SELECT "public"."full_name"(t) FROM "public"."authors" AS t WHERE ("public"."full_name"(t) = $1)
        """)]
    [InlineData("authors", "select=best_books(id)", """
        SELECT (SELECT COALESCE(pg_catalog.json_agg(t1r), '[]') AS j FROM (SELECT t1."id" AS "id" FROM "public"."best_books"(t::"public"."authors") AS t1) AS t1r) FROM "public"."authors" AS t
        """)]
    [InlineData("books", "select=genre,count()", """
        SELECT pg_catalog.to_json(t."genre"), pg_catalog.count(*) FROM "public"."books" AS t GROUP BY t."genre"
        """)]
    [InlineData("books", "select=count", "SELECT pg_catalog.count(*) FROM \"public\".\"books\" AS t")]
    [InlineData("books", "select=facts->>a,id.max()&order=facts->>a", """
        SELECT t."facts"->>$1, pg_catalog.to_json(pg_catalog.max(t."id")) FROM "public"."books" AS t GROUP BY t."facts"->>$1 ORDER BY t."facts"->>$1
        """)]
    [InlineData("books", "select=id.sum(),...authors(name)&order=authors(name)", """
        SELECT pg_catalog.to_json(pg_catalog.sum(t."id")), t1s.c0 FROM "public"."books" AS t LEFT JOIN LATERAL (SELECT * FROM (SELECT t1."name" AS c0 FROM "public"."authors" AS t1 WHERE t."author_id" = t1."id") AS t1r) AS t1s ON true GROUP BY t1s.c0 ORDER BY t1s.c0
        """)]
    [InlineData("books", "select=genre,...authors(id.max())", """
        SELECT pg_catalog.to_json(t."genre"), pg_catalog.to_json(pg_catalog.max(t1s.c0)) FROM "public"."books" AS t LEFT JOIN LATERAL (SELECT * FROM (SELECT t1."id" AS c0 FROM "public"."authors" AS t1 WHERE t."author_id" = t1."id") AS t1r) AS t1s ON true GROUP BY t."genre"
        """)]
    [InlineData("books", "select=id.sum(),authors(name)", """
        SELECT pg_catalog.to_json(pg_catalog.sum(t."id")), t1s.j FROM "public"."books" AS t LEFT JOIN LATERAL (SELECT e.j::pg_catalog.jsonb AS j FROM (SELECT pg_catalog.row_to_json(t1r) AS j FROM (SELECT t1."name" AS "name" FROM "public"."authors" AS t1 WHERE t."author_id" = t1."id") AS t1r) AS e) AS t1s ON true GROUP BY t1s.j
        """)]
    [InlineData("books", "select=facts->a->-1,genre->b", """
        SELECT t."facts"->$1->(-1), pg_catalog.to_jsonb(t."genre")->$2 FROM "public"."books" AS t
        """)]
    [InlineData("books", "select=id&title=plfts(english).x&facts->>a=not.wfts.y&title=like(any).{a*,b}", """
        SELECT t."id" FROM "public"."books" AS t WHERE (pg_catalog.to_tsvector($1::pg_catalog.regconfig, t."title") @@ pg_catalog.plainto_tsquery($1::pg_catalog.regconfig, $2)) AND NOT (pg_catalog.to_tsvector(t."facts"->>$3) @@ pg_catalog.websearch_to_tsquery($4)) AND (t."title" LIKE ANY ($5))
        """)]
    public void What_is_selected_becomes_one_statement(string table, string query, string sql) => Assert.Equal(sql, Write(table, query, AnswerFormat.Array));

    [Fact]
    public void CSV_is_made_of_the_rows_text() => Assert.Equal(
        "SELECT pg_catalog.substring(r::pg_catalog.text, 2, pg_catalog.length(r::pg_catalog.text) - 2) FROM (SELECT t.\"id\" AS c0, t.\"genre\" AS c1 FROM \"public\".\"books\" AS t) AS r",
        Write("books", "select=id,genre", AnswerFormat.Csv));

    [Fact]
    public void Nulls_are_stripped_inside_of_JSON_by_the_statement() => Assert.Equal(
        "SELECT t.\"id\", pg_catalog.json_strip_nulls(pg_catalog.to_json(t.\"genre\")), pg_catalog.jsonb_strip_nulls(t.\"facts\") FROM \"public\".\"books\" AS t",
        Write("books", "select=id,genre,facts", AnswerFormat.StrippedArray));

    [Theory]
    [InlineData("books", "select=id,authors(books(id))&authors.books.order=authors(name)", 400, "PGRST108", "'authors' is not an embedded resource in this request")]
    [InlineData("books", "select=id&authors.id=eq.1", 400, "PGRST108", "'authors' is not an embedded resource in this request")]
    [InlineData("authors", "select=books()&order=books(id)", 400, "PGRST118", "A related order on 'books' is not possible")]
    [InlineData("authors", "select=books()&books=eq.1", 400, "PGRST120", "Bad operator on the 'books' embedded resource")]
    [InlineData("authors", "select=tags(id)", 400, "PGRST200", "Could not find a relationship between 'authors' and 'tags' in the schema cache")]
    [InlineData("authors", "select=...books(count())", 400, "PGRST127", "Feature not implemented")]
    public void What_can_not_be_embedded_is_refused(string table, string query, int status, string code, string message)
    {
        var refusal = Refusals.Of(() => Write(table, query, AnswerFormat.Array));

        Assert.Equal((status, code, message), (refusal.Status, refusal.Error.Code, refusal.Error.Message));
    }

    [Fact]
    public void A_short_query_that_means_a_statement_without_end_is_refused()
    {
        // Ten tests for null on each of ten levels: each stands once for every one of the level above.
        var (select, filters, path) = ("id", "", "");
        for (var level = 0; level < 10; level++)
        {
            var name = level % 2 == 0 ? "books" : "authors";
            filters += string.Concat(Enumerable.Repeat($"&{path}{name}=not.is.null", 10));
            path += $"{name}.";
        }

        for (var level = 9; level >= 0; level--)
        {
            select = $"id,{(level % 2 == 0 ? "books" : "authors")}({select})";
        }

        Assert.Equal("KB611", Refusals.Of(() => Write("authors", $"select={select}{filters}", AnswerFormat.Array)).Error.Code);
    }

    [Fact]
    public void Aggregates_can_be_switched_off() =>
        Assert.Equal("PGRST123", Refusals.Of(() => Write("books", "select=count()", AnswerFormat.Array, new RestLimits { Aggregates = false })).Error.Code);

    [Fact]
    public void An_embed_of_many_rows_is_capped_like_the_rows_themselves() => Assert.Contains(
        "ORDER BY t1.\"id\" LIMIT 7) AS t1r) FROM \"public\".\"authors\" AS t LIMIT 7",
        Write("authors", "select=books(title)&books.order=id&books.limit=100", AnswerFormat.Array, rowCap: 7),
        StringComparison.Ordinal);

    [Fact]
    public void A_count_of_groups_counts_groups_and_a_count_of_rows_minds_inner_embeds()
    {
        Assert.StartsWith("SELECT pg_catalog.count(*) FROM (SELECT pg_catalog.to_json(t.\"genre\") AS c0, ", Count("books", "select=genre,count()&limit=2", "exact").Single(), StringComparison.Ordinal);
        Assert.Equal(
            "SELECT pg_catalog.count(*) FROM \"public\".\"authors\" AS t WHERE EXISTS (SELECT FROM \"public\".\"books\" AS t1 WHERE t.\"id\" = t1.\"author_id\")",
            Count("authors", "select=id,books!inner(id)&limit=2", "exact").Single());
    }

    [Fact]
    public void A_planned_count_explains_and_an_estimate_counts_up_to_the_cap_too()
    {
        const string Matching = "SELECT 1 FROM \"public\".\"books\" AS t WHERE (t.\"id\" > $1)";

        Assert.Equal(["EXPLAIN (FORMAT JSON) " + Matching], Count("books", "id=gt.1&limit=2", "planned"));
        Assert.Equal(["SELECT pg_catalog.count(*) FROM (" + Matching + " LIMIT 1001) AS matching", "EXPLAIN (FORMAT JSON) " + Matching], Count("books", "id=gt.1&limit=2", "estimated"));
    }

    private static IEnumerable<string> Count(string table, string query, string count) => CountSql.Write(
        new Planner(Snapshot, "public", new RestLimits()).Read(table, QueryParser.Parse(query, new RestLimits()), Preferences.Parse([$"count={count}"]), null, headOnly: false), 1000).Select(s => s.Text);

    private static string Write(string table, string query, AnswerFormat format, RestLimits? limits = null, long? rowCap = null) =>
        ReadSql.Write(Plan(table, query, limits, rowCap), format).Text;

    private static ReadPlan Plan(string table, string query, RestLimits? limits = null, long? rowCap = null) =>
        new Planner(Snapshot, "public", limits ?? new RestLimits()).Read(table, QueryParser.Parse(query, new RestLimits()), Preferences.None, rowCap, headOnly: false);
}
