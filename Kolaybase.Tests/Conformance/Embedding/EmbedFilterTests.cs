using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Embedding;

/// <summary>Resource Embedding, "Embedded Filters", "Top-level Filtering", "Null filtering on Embedded Resources", "Empty Embed", "Top-level Ordering".</summary>
public class EmbedFilterTests : ReadChapter
{
    [Theory, Majors, Item("filters on an embed")]
    public Task Filters_of_an_embed_leave_the_top_rows(int major) => CheckAsync(
        major,
        Get("authors?select=id,books(title)&books.genre=eq.poetry&id=lt.3&order=id").Gives("""[{"id":1,"books":[{"title":"Salt"}]},{"id":2,"books":[]}]"""),
        Get("books?select=id,authors(name)&authors.country_code=eq.de&id=in.(1,4)&order=id").Gives("""[{"id":1,"authors":null},{"id":4,"authors":{"name":"Cem"}}]"""),
        Get("books?select=id,stores(name)&stores.city=eq.Bonn&id=eq.1").Gives("""[{"id":1,"stores":[{"name":"North"}]}]"""),
        Get("countries?select=code,authors(id,books(id))&authors.books.pages=gt.400&authors.id=eq.2&code=eq.tr").Gives("""[{"code":"tr","authors":[{"id":2,"books":[{"id":3}]}]}]"""));

    [Theory, Majors, Item("order on an embed")]
    public Task An_embed_is_ordered(int major) => CheckAsync(
        major,
        Get("authors?select=id,books(title)&id=eq.1&books.order=pages").Gives("""[{"id":1,"books":[{"title":"Salt"},{"title":"Sea"}]}]"""),
        Get("authors?select=id,books(title)&id=eq.1&books.order=pages.desc").Gives("""[{"id":1,"books":[{"title":"Sea"},{"title":"Salt"}]}]"""),
        Get("stores?select=id,books(id)&id=eq.2&books.order=price.desc.nullsfirst").Gives("""[{"id":2,"books":[{"id":4},{"id":3},{"id":1}]}]"""));

    [Theory, Majors, Item("limit on an embed", "offset on an embed")]
    public Task An_embed_is_cut(int major) => CheckAsync(
        major,
        Get("stores?select=id,books(id)&order=id&books.order=id&books.limit=1").Gives("""[{"id":1,"books":[{"id":1}]},{"id":2,"books":[{"id":1}]},{"id":3,"books":[]}]"""),
        Get("stores?select=id,books(id)&order=id&books.order=id&books.limit=1&books.offset=1").Gives("""[{"id":1,"books":[{"id":2}]},{"id":2,"books":[{"id":3}]},{"id":3,"books":[]}]"""),
        Get("countries?select=code,authors(id,books(id))&code=eq.tr&authors.limit=1&authors.order=id&authors.books.limit=1&authors.books.order=id.desc").Gives("""[{"code":"tr","authors":[{"id":1,"books":[{"id":2}]}]}]"""));

    [Theory, Majors, Item("!inner")]
    public Task Inner_drops_rows_without_the_embed(int major) => CheckAsync(
        major,
        Get("authors?select=name,books!inner(id)&books.title=eq.Sea").Gives("""[{"name":"Ada","books":[{"id":1}]}]"""),
        Get("books?select=id,authors!inner()&authors.name=eq.Ada&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("books?select=id,authors!books_author_fkey!inner(id)&id=gt.3").Gives("""[{"id":4,"authors":{"id":3}}]"""),
        Get("books?select=id,authors!inner!author_id(id)&id=gt.3").Gives("""[{"id":4,"authors":{"id":3}}]"""),
        Get("stores?select=name,books!inner(id)&books.id=eq.4").Gives("""[{"name":"South","books":[{"id":4}]}]"""),
        Get("books?select=id,covers!inner(artist)&order=id").Gives("""[{"id":1,"covers":{"artist":"Ece"}},{"id":2,"covers":{"artist":"Fulya"}}]"""),
        Get("countries?select=name,authors!inner(name,books!inner(title))&authors.books.pages=gt.400").Gives("""[{"name":"Türkiye","authors":[{"name":"Bora","books":[{"title":"Storm"}]}]}]"""),
        Get("countries?select=code,authors!inner(id)&order=code&authors.order=id").Gives("""[{"code":"de","authors":[{"id":3}]},{"code":"tr","authors":[{"id":1},{"id":2}]}]"""),
        Get("authors?select=id,books!inner(id)").Prefer("count=exact").Range("0-2/3"));

    [Theory, Majors, Item("!left")]
    public Task Left_keeps_them(int major) => CheckAsync(
        major,
        Get("authors?select=id,books!left(id)&id=eq.4").Gives("""[{"id":4,"books":[]}]"""),
        Get("authors?select=id,books!left!books_author_fkey(id)&id=eq.4").Gives("""[{"id":4,"books":[]}]"""));

    [Theory, Majors, Item("null filtering on embeds")]
    public Task An_embed_that_is_null_or_not_filters_the_top(int major) => CheckAsync(
        major,
        Get("authors?select=name,books(id)&books=is.null").Gives("""[{"name":"Deniz","books":[]}]"""),
        Get("authors?select=name,books()&books=not.is.null&order=id").Gives("""[{"name":"Ada"},{"name":"Bora"},{"name":"Cem"}]"""),
        Get("authors?select=id,books()&books.genre=eq.novel&books=is.null&order=id").Gives("""[{"id":3},{"id":4}]"""),
        Get("authors?select=id,books(),countries()&or=(books.is.null,countries.is.null)").Gives("""[{"id":4}]"""),
        Get("authors?select=id,books(),countries()&books.title=eq.Storm&countries.code=eq.de&or=(books.not.is.null,countries.not.is.null)&order=id").Gives("""[{"id":2},{"id":3}]"""),
        Get("books?select=id,writer:authors()&writer=is.null").Gives("""[{"id":5}]"""),
        Get("books?select=id,stores()&stores=is.null").Gives("""[{"id":5}]"""),
        Get("authors?select=id,homeland()&homeland=is.null").Gives("""[{"id":4}]"""),
        Get("authors?select=id,books()&books=is.null").Prefer("count=exact").Gives("""[{"id":4}]""").Range("0-0/1"),
        Get("authors?select=id,books(id,covers())&books.covers=not.is.null&books=not.is.null&books.order=id").Gives("""[{"id":1,"books":[{"id":1},{"id":2}]}]"""));

    [Theory, Majors, Item("PGRST120")]
    public Task Another_operator_on_an_embed_is_refused(int major) => CheckAsync(
        major,
        Get("authors?select=name,books()&books=eq.1").Refused(
            400, "PGRST120", "Bad operator on the 'books' embedded resource", "Only is null or not is null filters are allowed on embedded resources"));

    [Theory, Majors, Item("empty embeds")]
    public Task An_empty_embed_shows_nothing(int major) => CheckAsync(
        major,
        Get("books?select=title,authors()&id=eq.1").Gives("""[{"title":"Sea"}]"""),
        Get("authors?select=name,books(title,covers())&id=eq.3").Gives("""[{"name":"Cem","books":[{"title":"Sand"}]}]"""));

    [Theory, Majors, Item("order by a to-one column")]
    public Task Top_rows_are_ordered_by_a_column_of_a_to_one_embed(int major) => CheckAsync(
        major,
        Get("books?select=id,authors(name)&order=authors(name).desc.nullslast,id").Gives("""
            [{"id":4,"authors":{"name":"Cem"}},{"id":3,"authors":{"name":"Bora"}},{"id":1,"authors":{"name":"Ada"}},{"id":2,"authors":{"name":"Ada"}},{"id":5,"authors":null}]
            """),
        Get("books?select=id,writer:authors()&order=writer(born).desc.nullslast,id.desc").Gives("""[{"id":3},{"id":2},{"id":1},{"id":5},{"id":4}]"""),
        Get("books?select=id,covers(colours)&order=covers(colours).asc.nullslast,id&limit=2").Gives("""[{"id":2,"covers":{"colours":2}},{"id":1,"covers":{"colours":4}}]"""),
        Get("countries?select=code,authors(id,books(id,covers(artist)))&code=eq.tr&authors.id=eq.1&authors.books.order=covers(artist).desc")
            .Gives("""[{"code":"tr","authors":[{"id":1,"books":[{"id":2,"covers":{"artist":"Fulya"}},{"id":1,"covers":{"artist":"Ece"}}]}]}]"""));

    [Theory, Majors, Item("PGRST118")]
    public Task A_to_many_embed_can_not_order_the_top(int major) => CheckAsync(
        major,
        Get("authors?select=id,books(id)&order=books(id)").Refused(
            400, "PGRST118", "A related order on 'books' is not possible", "'authors' and 'books' do not form a many-to-one or one-to-one relationship"));

    [Theory, Majors, Item("PGRST108")]
    public Task What_is_not_embedded_can_not_be_filtered_or_ordered(int major) => CheckAsync(
        major,
        Get("authors?select=id&books.title=eq.Sea").Refused(
            400, "PGRST108", "'books' is not an embedded resource in this request", null, "Verify that 'books' is included in the 'select' query parameter."),
        Get("books?select=id,authors(name)&order=writers(name)").Refused(
            400, "PGRST108", "'writers' is not an embedded resource in this request", null, "Verify that 'writers' is included in the 'select' query parameter."));
}
