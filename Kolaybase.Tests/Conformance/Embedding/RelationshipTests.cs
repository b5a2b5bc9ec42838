using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Embedding;

/// <summary>Resource Embedding: the kinds of relationships between tables.</summary>
public class RelationshipTests : ReadChapter
{
    [Theory, Majors, Item("many-to-one")]
    public Task Many_to_one_gives_an_object(int major) => CheckAsync(
        major,
        Get("books?select=title,authors(name)&order=id").Gives("""
            [{"title":"Sea","authors":{"name":"Ada"}},{"title":"Salt","authors":{"name":"Ada"}},{"title":"Storm","authors":{"name":"Bora"}},
             {"title":"Sand","authors":{"name":"Cem"}},{"title":"Anonymous","authors":null}]
            """),
        Get("books?select=authors(*),id&id=eq.4").Gives("""[{"id":4,"authors":{"id":3,"name":"Cem","born":null,"country_code":"de","mentor_id":1}}]"""));

    [Theory, Majors, Item("one-to-many")]
    public Task One_to_many_gives_an_array(int major) => CheckAsync(
        major,
        Get("authors?select=name,books(title)&id=in.(1,4)&order=id&books.order=id").Gives("""[{"name":"Ada","books":[{"title":"Sea"},{"title":"Salt"}]},{"name":"Deniz","books":[]}]"""),
        Get("stores?select=name,shelves(label)&order=id&shelves.order=number").Gives("""[{"name":"North","shelves":[{"label":"Front"},{"label":"Back"}]},{"name":"South","shelves":[{"label":"Window"}]},{"name":"East","shelves":[]}]"""));

    [Theory, Majors, Item("many-to-many")]
    public Task Many_to_many_goes_through_the_junction(int major) => CheckAsync(
        major,
        Get("books?select=title,stores(name)&id=in.(1,5)&order=id&stores.order=id").Gives("""[{"title":"Sea","stores":[{"name":"North"},{"name":"South"}]},{"title":"Anonymous","stores":[]}]"""),
        Get("stores?select=name,books(id)&order=id&books.order=id").Gives("""[{"name":"North","books":[{"id":1},{"id":2}]},{"name":"South","books":[{"id":1},{"id":3},{"id":4}]},{"name":"East","books":[]}]"""),
        Get("books?select=id,stock(copies,stores(name))&id=eq.1&stock.order=store_id").Gives("""[{"id":1,"stock":[{"copies":3,"stores":{"name":"North"}},{"copies":5,"stores":{"name":"South"}}]}]"""));

    [Theory, Majors, Item("one-to-one")]
    public Task One_to_one_gives_an_object_both_ways(int major) => CheckAsync(
        major,
        Get("books?select=id,covers(artist)&id=in.(1,3)&order=id").Gives("""[{"id":1,"covers":{"artist":"Ece"}},{"id":3,"covers":null}]"""),
        Get("covers?select=artist,books(title)&order=book_id").Gives("""[{"artist":"Ece","books":{"title":"Sea"}},{"artist":"Fulya","books":{"title":"Salt"}}]"""));

    [Theory, Majors, Item("self references")]
    public Task A_table_is_embedded_in_itself(int major) => CheckAsync(
        major,
        Get("authors?select=name,mentor:mentor_id(name)&order=id").Gives("""
            [{"name":"Ada","mentor":null},{"name":"Bora","mentor":{"name":"Ada"}},{"name":"Cem","mentor":{"name":"Ada"}},{"name":"Deniz","mentor":{"name":"Bora"}}]
            """),
        Get("authors?select=name,pupils:authors(name)&id=eq.1&pupils.order=id").Gives("""[{"name":"Ada","pupils":[{"name":"Bora"},{"name":"Cem"}]}]"""),
        Get("authors?select=name,pupils:authors!mentor_id(name,pupils:authors!mentor_id(name))&id=eq.1&pupils.order=id")
            .Gives("""[{"name":"Ada","pupils":[{"name":"Bora","pupils":[{"name":"Deniz"}]},{"name":"Cem","pupils":[]}]}]"""),
        Get("authors?select=id,mentor_id(id,mentor_id(id))&id=eq.4").Gives("""[{"id":4,"mentor_id":{"id":2,"mentor_id":{"id":1}}}]"""),
        Get("authors?id=eq.1&select=name,followed:follows!follower_id(...authors!followed_id(name))&followed.order=followed_id").Gives("""[{"name":"Ada","followed":[{"name":"Bora"},{"name":"Cem"}]}]"""));

    [Theory, Majors, Item("composite keys")]
    public Task A_key_of_two_columns_relates_tables(int major) => CheckAsync(
        major,
        Get("placements?select=id,shelves(label)&order=id").Gives("""[{"id":1,"shelves":{"label":"Front"}},{"id":2,"shelves":{"label":"Back"}},{"id":3,"shelves":{"label":"Window"}},{"id":4,"shelves":null}]"""),
        Get("shelves?select=label,placements(id)&order=store_id,number").Gives("""[{"label":"Front","placements":[{"id":1}]},{"label":"Back","placements":[{"id":2}]},{"label":"Window","placements":[{"id":3}]}]"""),
        Get("placements?select=id,placements_shelf_fkey(label)&id=eq.1").Gives("""[{"id":1,"placements_shelf_fkey":{"label":"Front"}}]"""));

    [Theory, Majors, Item("partitions")]
    public Task A_partitioned_table_relates_but_its_partitions_do_not(int major) => CheckAsync(
        major,
        Get("visits?select=people,stores(name)&order=id").Gives("""[{"people":10,"stores":{"name":"North"}},{"people":20,"stores":{"name":"South"}},{"people":30,"stores":{"name":"North"}}]"""),
        Get("stores?select=name,visits(people)&id=eq.1&visits.order=id").Gives("""[{"name":"North","visits":[{"people":10},{"people":30}]}]"""),
        Get("visits_2025?select=people").Gives("""[{"people":30}]"""),
        Get("stores?select=name,visits_2024(people)").Refused(
            400,
            "PGRST200",
            "Could not find a relationship between 'stores' and 'visits_2024' in the schema cache",
            "Searched for a foreign key relationship between 'stores' and 'visits_2024' in the schema 'public', but no matches were found.",
            "Perhaps you meant 'visits' instead of 'visits_2024'."));

    [Theory, Majors, Item("embedding views")]
    public Task Views_relate_by_the_columns_behind_them(int major) => CheckAsync(
        major,
        Get("novels?select=title,authors(name)&order=id").Gives("""[{"title":"Sea","authors":{"name":"Ada"}},{"title":"Storm","authors":{"name":"Bora"}}]"""),
        Get("authors?select=name,novels(title)&id=in.(1,3)&order=id").Gives("""[{"name":"Ada","novels":[{"title":"Sea"}]},{"name":"Cem","novels":[]}]"""),
        Get("cheap_novels?select=title,authors(name)").Gives("""[{"title":"Sea","authors":{"name":"Ada"}}]"""),
        Get("book_cards?select=shout,covers(artist),authors(name)&id=eq.1").Gives("""[{"shout":"SEA","covers":{"artist":"Ece"},"authors":{"name":"Ada"}}]"""),
        Get("author_cards?select=name,books(title)&author_key=eq.1&books.order=id").Gives("""[{"name":"Ada","books":[{"title":"Sea"},{"title":"Salt"}]}]"""),
        Get("novels?select=title,author_cards(name)&order=id").Gives("""[{"title":"Sea","author_cards":{"name":"Ada"}},{"title":"Storm","author_cards":{"name":"Bora"}}]"""));

    [Theory, Majors, Item("computed relationships")]
    public Task A_function_of_the_row_relates_it(int major) => CheckAsync(
        major,
        Get("authors?select=name,apprentices(name)&id=in.(1,4)&order=id").Gives("""[{"name":"Ada","apprentices":[{"name":"Bora"},{"name":"Cem"}]},{"name":"Deniz","apprentices":[]}]"""),
        Get("authors?select=name,homeland(name)&order=id&id=gt.2").Gives("""[{"name":"Cem","homeland":{"name":"Germany"}},{"name":"Deniz","homeland":null}]"""),
        Get("authors?select=id,apprentices(id,books(title))&id=eq.1&apprentices.id=eq.3").Gives("""[{"id":1,"apprentices":[{"id":3,"books":[{"title":"Sand"}]}]}]"""),
        Get("authors?select=id,apprentices!inner(id)&order=id").Gives("""[{"id":1,"apprentices":[{"id":2},{"id":3}]},{"id":2,"apprentices":[{"id":4}]}]"""),
        Get("books?select=id,authors(homeland(code))&id=eq.4").Gives("""[{"id":4,"authors":{"homeland":{"code":"de"}}}]"""));

    [Theory, Majors, Item("nested embeds")]
    public Task Embeds_are_nested(int major) => CheckAsync(
        major,
        Get("countries?select=name,authors(name,books(title,covers(artist)))&code=eq.tr&authors.order=id&authors.books.order=id").Gives("""
            [{"name":"Türkiye","authors":[{"name":"Ada","books":[{"title":"Sea","covers":{"artist":"Ece"}},{"title":"Salt","covers":{"artist":"Fulya"}}]},
              {"name":"Bora","books":[{"title":"Storm","covers":null}]}]}]
            """),
        Get("covers?select=artist,books(authors(countries(code)))&book_id=eq.1").Gives("""[{"artist":"Ece","books":{"authors":{"countries":{"code":"tr"}}}}]"""));

    [Theory, Majors, Item("embedding on functions")]
    public Task What_a_function_returns_embeds_as_its_table(int major) => CheckAsync(
        major,
        Get("rpc/books_from?min_pages=300&select=title,authors(name),stores(id)&stores.order=id&order=id").Gives("""
            [{"title":"Sea","authors":{"name":"Ada"},"stores":[{"id":1},{"id":2}]},{"title":"Storm","authors":{"name":"Bora"},"stores":[{"id":2}]}]
            """),
        Get("rpc/one_book?book_id=1&select=id,covers(artist)").Gives("""{"id":1,"covers":{"artist":"Ece"}}"""),
        Post("rpc/books_from?select=id,authors!inner(name)&authors.name=eq.Cem", "{}").Gives("""[{"id":4,"authors":{"name":"Cem"}}]"""));
}
