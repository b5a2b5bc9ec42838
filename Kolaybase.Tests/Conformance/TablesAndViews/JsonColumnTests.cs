using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "JSON Columns" and "Composite / Array Columns".</summary>
public class JsonColumnTests : ReadChapter
{
    [Theory, Majors, Item("JSON paths in select")]
    public Task Paths_are_selected_and_named_by_their_last_key(int major) => CheckAsync(
        major,
        Get("documents?id=in.(1,2)&select=id,data->kind,data->>pages&order=id").Gives("""[{"id":1,"kind":"letter","pages":"3"},{"id":2,"kind":"memo","pages":"12"}]"""),
        Get("documents?id=eq.1&select=data->to,data->to->>name").Gives("""[{"to":{"zip":"01","name":"Ada"},"name":"Ada"}]"""),
        Get("documents?id=eq.1&select=data->sum,text:data->>sum").Gives("""[{"sum":1.50,"text":"1.50"}]"""),
        Get("documents?id=in.(3,4)&select=id,data->kind&order=id").Gives("""[{"id":3,"kind":null},{"id":4,"kind":null}]"""),
        Get("documents?id=eq.1&select=data->to->name->deeper").Gives("""[{"deeper":null}]"""),
        Get("documents?id=eq.5&select=data->\"with.dot\",data->with-dash,data->with space").Gives("""[{"with.dot":2,"with-dash":3,"with space":1}]"""),
        Get("documents?id=eq.1&select=raw->a,raw->>b").Gives("""[{"a":2,"b":"1"}]"""));

    [Theory, Majors, Item("JSON arrays in select")]
    public Task Elements_are_named_by_the_key_before_them(int major) => CheckAsync(
        major,
        Get("documents?id=eq.1&select=data->tags->0,last:data->tags->-1").Gives("""[{"tags":"x","last":"y"}]"""),
        Get("documents?id=eq.5&select=data->matrix->1->>0").Gives("""[{"matrix":"3"}]"""),
        Get("documents?id=eq.2&select=raw->1").Gives("""[{"raw":2}]"""),
        Get("documents?id=eq.5&select=raw->list->1->n").Gives("""[{"n":2}]"""));

    [Theory, Majors, Item("JSON paths in filters")]
    public Task Paths_are_filtered(int major) => CheckAsync(
        major,
        Get("documents?data->>kind=eq.memo&select=id").Gives("""[{"id":2}]"""),
        Get("documents?data->to->>zip=eq.01&select=id").Gives("""[{"id":1}]"""),
        Get("documents?data->pages=gt.5&select=id").Gives("""[{"id":2}]"""),
        Get("documents?data->>pages=lt.2&select=id").Gives("""[{"id":2}]"""),
        Get("documents?data->tags->>0=eq.x&select=id").Gives("""[{"id":1}]"""),
        Get("documents?data->ok=is.null&select=id&order=id").Gives("""[{"id":1},{"id":3},{"id":4},{"id":5}]"""),
        Get("documents?data->to=not.is.null&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("documents?data->>kind=in.(memo,letter)&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("documents?data->\"with.dot\"=eq.2&select=id").Gives("""[{"id":5}]"""));

    [Theory, Majors, Item("JSON paths in order")]
    public Task Rows_are_ordered_by_a_path(int major) => CheckAsync(
        major,
        Get("documents?select=id&order=data->pages.desc.nullslast,id&limit=2").Gives("""[{"id":2},{"id":1}]"""),
        Get("documents?select=id&order=data->>pages.asc.nullslast,id&limit=2").Gives("""[{"id":2},{"id":1}]"""),
        Get("documents?select=id&order=data->to->>name.nullslast,id&limit=2").Gives("""[{"id":1},{"id":2}]"""));

    [Theory, Majors, Item("composite and array columns")]
    public Task Arrows_reach_into_composites_and_arrays(int major) => CheckAsync(
        major,
        Get("samples?id=eq.1&select=size->width,size->>height,numbers->2,tags->>0").Gives("""[{"width":2,"height":"3","numbers":3,"tags":"a"}]"""),
        Get("samples?size->>width=eq.2&select=id").Gives("""[{"id":1}]"""),
        Get("samples?numbers->0=eq.1&select=id").Gives("""[{"id":1}]"""),
        Get("samples?select=id&order=size->height.desc.nullslast,id&limit=1").Gives("""[{"id":1}]"""));
}
