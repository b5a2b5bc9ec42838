using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "Vertical Filtering", "Renaming Columns", "Casting Columns" and Computed Fields.</summary>
public class VerticalFilteringTests : ReadChapter
{
    [Theory, Majors, Item("columns", "* in select")]
    public Task Select_says_which_columns_in_which_order(int major) => CheckAsync(
        major,
        Get("countries?order=code").Gives("""[{"code":"de","name":"Germany"},{"code":"fr","name":"France"},{"code":"tr","name":"Türkiye"}]"""),
        Get("countries?code=eq.tr&select=name,code").Gives("""[{"name":"Türkiye","code":"tr"}]"""),
        Get("countries?code=eq.tr&select=*").Gives("""[{"code":"tr","name":"Türkiye"}]"""),
        Get("countries?code=eq.tr&select=label:name,*").Gives("""[{"label":"Türkiye","code":"tr","name":"Türkiye"}]"""),
        Get("countries?code=eq.tr&select= name , code ").Gives("""[{"name":"Türkiye","code":"tr"}]"""),
        Get("books?select=nope").Refused(400, "42703", "column books.nope does not exist"));

    [Theory, Majors, Item("alias")]
    public Task A_column_is_renamed(int major) => CheckAsync(
        major,
        Get("books?id=eq.1&select=nr:id,başlık:title,\"x.y\":pages").Gives("""[{"nr":1,"başlık":"Sea","x.y":300}]"""),
        Get("documents?id=eq.1&select=who:data->to->>name").Gives("""[{"who":"Ada"}]"""));

    [Theory, Majors, Item("cast")]
    public Task A_column_is_cast(int major) => CheckAsync(
        major,
        Get("books?id=eq.1&select=id::text,cost:price::int,published::text").Gives("""[{"id":"1","cost":13,"published":"1930-01-01"}]"""),
        Get("documents?id=eq.1&select=data->>pages::int").Gives("""[{"pages":3}]"""),
        Get("samples?id=eq.1&select=amount::float8,tags::text,moment::date").Gives("""[{"amount":1.5,"tags":"{a,b}","moment":"2024-01-31"}]"""),
        Get("phrases?id=eq.1&select=phrase::int").Refused(400, "22P02", "invalid input syntax for type integer: \"plain\""));

    [Theory, Majors, Item("computed columns")]
    public Task A_function_of_the_row_is_a_column(int major) => CheckAsync(
        major,
        Get("books?id=in.(1,2)&select=title,byline,is_long&order=id")
            .Gives("""[{"title":"Sea","byline":"Sea by Ada","is_long":true},{"title":"Salt","byline":"Salt by Ada","is_long":false}]"""),
        Get("books?is_long=eq.true&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("books?byline=like.*nobody&select=id").Gives("""[{"id":5}]"""),
        Get("books?select=id&order=byline.desc&limit=2").Gives("""[{"id":3},{"id":1}]"""),
        Get("books?id=eq.1&select=*,line:byline").Gives("""[{"id":1,"title":"Sea","genre":"novel","author_id":1,"price":12.50,"pages":300,"published":"1930-01-01","line":"Sea by Ada"}]"""),
        Get("authors?id=eq.3&select=name,books(byline)").Gives("""[{"name":"Cem","books":[{"byline":"Sand by Cem"}]}]"""));

    [Theory, Majors, Item("views")]
    public Task Views_are_read_like_tables(int major) => CheckAsync(
        major,
        Get("novels?select=id,title&order=id").Gives("""[{"id":1,"title":"Sea"},{"id":3,"title":"Storm"}]"""),
        Get("cheap_novels").Gives("""[{"id":1,"title":"Sea","author_id":1}]"""),
        Get("book_cards?id=eq.5").Gives("""[{"id":5,"title":"Anonymous","author_name":null,"author_id":null,"shout":"ANONYMOUS","thickness":0}]"""),
        Get("book_cards?thickness=gt.2&select=shout&order=shout").Gives("""[{"shout":"SEA"},{"shout":"STORM"}]"""),
        Get("genre_totals?order=genre").Gives("""[{"genre":"novel","books":2,"pages":710},{"genre":"poetry","books":1,"pages":90},{"genre":"essay","books":2,"pages":180}]"""));

    [Theory, Majors, Item("value types")]
    public Task Every_type_comes_out_as_to_json_writes_it(int major) => CheckAsync(
        major,
        Get("samples?id=eq.1").Gives("""
            [{"id":1,"label":"one","flag":true,"amount":1.50,"big":9007199254740993,"ratio":0.5,"day":"2024-01-31","moment":"2024-01-31T12:00:00+00:00",
              "uid":"00000000-0000-0000-0000-000000000001","genre":"novel","code":"1-2","size":{"width":2,"height":3},"tags":["a","b"],"numbers":[1,2,3],
              "span":"[1,5)","stay":"[2024-01-01,2024-02-01)","address":"10.0.0.1","bytes":"\\x01ff"}]
            """),
        Get("samples?id=eq.2&select=ratio,numbers,code,size").Gives("""[{"ratio":1e+100,"numbers":[],"code":null,"size":null}]"""),
        Get("samples?id=eq.3&select=span,tags").Gives("""[{"span":"empty","tags":null}]"""));
}
