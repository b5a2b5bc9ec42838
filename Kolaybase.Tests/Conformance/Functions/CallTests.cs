using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Functions;

/// <summary>Functions as RPC: how arguments are passed.</summary>
public class CallTests : ReadChapter
{
    [Theory, Majors, Item("RPC by POST")]
    public Task Post_takes_arguments_as_json(int major) => CheckAsync(
        major,
        Post("rpc/add_them", """{"a":1,"b":2}""").Gives("3").Has("Content-Type", "application/json; charset=utf-8"),
        Post("rpc/add_them", """{"b":"2","a":40}""").Gives("42"),
        Post("rpc/Büyük işlev", """{"Ad":"Ayşe"}""").Gives("\"merhaba Ayşe\""),
        Post("rpc/greet", "{}").Gives("\"Hello world\""),
        Post("rpc/greet").Gives("\"Hello world\""),
        Post("rpc/greet?columns=name", """{"name":"Ada","other":1}""").Gives("\"Hello Ada\""),
        Post("rpc/many_types", """{"n":1.50,"b":true,"d":"2024-05-06","a":["x","y"],"j":{"k":"v"}}""").Gives("\"1.50|t|2024|x+y|v\""),
        Post("rpc/kind_of", """{"value":{"a":1}}""").Gives("\"object\""),
        Post("rpc/kind_of", """{"value":"{\"a\":1}"}""").Gives("\"string\""),
        Post("rpc/add_them", "{").RefusedAs(400, "PGRST102"));

    [Theory, Majors, Item("RPC by GET", "RPC by HEAD")]
    public Task Get_and_head_take_arguments_from_the_query(int major) => CheckAsync(
        major,
        Get("rpc/add_them?a=1&b=2").Gives("3"),
        Get("rpc/greet?name=Ada&loud=true").Gives("\"HELLO ADA\""),
        Get("rpc/Büyük işlev?Ad=Ali Veli").Gives("\"merhaba Ali Veli\""),
        Get("""rpc/many_types?n=2&b=false&d=1999-01-01&a={p,q}&j={"k":"w"}""").Gives("\"2|f|1999|p+q|w\""),
        Get("rpc/greet?name=first&name=last").Gives("\"Hello last\""),
        Get("rpc/add_them?a=x&b=2").Refused(400, "22P02", "invalid input syntax for type integer: \"x\""),
        Head("rpc/add_them?a=1&b=2").Has("Content-Type", "application/json; charset=utf-8"));

    [Theory, Majors, Item("RPC by form")]
    public Task A_form_is_taken_too(int major) => CheckAsync(
        major,
        Post("rpc/add_them", "a=1&b=2").Sent("application/x-www-form-urlencoded").Gives("3"),
        Post("rpc/greet", "name=Ada+L%C3%B6v").Sent("application/x-www-form-urlencoded").Gives("\"Hello Ada Löv\""),
        Post("rpc/joined", "glue=-&words=a&words=b").Sent("application/x-www-form-urlencoded").Gives("\"a-b\""));

    [Theory, Majors, Item("defaults")]
    public Task Arguments_with_a_default_may_be_left_out(int major) => CheckAsync(
        major,
        Get("rpc/greet").Gives("\"Hello world\""),
        Get("rpc/greet?loud=true").Gives("\"HELLO WORLD\""),
        Get("rpc/books_from?select=id&order=id&limit=1").Gives("""[{"id":1}]"""));

    [Theory, Majors, Item("variadic")]
    public Task Variadic_arguments_are_arrays_or_repeated(int major) => CheckAsync(
        major,
        Post("rpc/joined", """{"glue":"-","words":["a","b","c"]}""").Gives("\"a-b-c\""),
        Get("rpc/joined?glue=-&words=a&words=b").Gives("\"a-b\""),
        Get("rpc/joined?glue=-&words=a").Gives("\"a\""),
        Get("rpc/word_list").Gives("[]"),
        Get("rpc/word_list?words=x&words=y").Gives("""["x","y"]"""));

    [Theory, Majors, Item("single unnamed json", "single unnamed text", "single unnamed bytea")]
    public Task One_unnamed_argument_takes_the_whole_body(int major) => CheckAsync(
        major,
        Post("rpc/echo_json", """{"x": 1, "y": [2]}""").Gives("""{"x":1,"y":[2]}"""),
        Post("rpc/echo_json", "[1,2]").Gives("[1,2]"),
        Post("rpc/echo_jsonb", """{"b":1,"a":2}""").Gives("""{"a":2,"b":1}"""),
        Post("rpc/echo_text", "hi there").Sent("text/plain").Gives("\"got hi there\""),
        Post("rpc/byte_count", "çay").Sent("application/octet-stream").Gives("4"),
        Post("rpc/echo_text", "{}").RefusedAs(404, "PGRST202"),
        Post("rpc/greet", "hi").Sent("text/plain").Refused(
            404,
            "PGRST202",
            "Could not find the function public.greet in the schema cache",
            "Searched for the function public.greet with a single unnamed text parameter, but no matches were found in the schema cache."));

    [Theory, Majors, Item("overloads")]
    public Task An_overload_is_chosen_by_the_names_of_its_arguments(int major) => CheckAsync(
        major,
        Get("rpc/area?side=3").Gives("9"),
        Get("rpc/area?width=2&height=3").Gives("6"),
        Get("rpc/area").Gives("\"nothing\""),
        Post("rpc/area", """{"height":5,"width":4}""").Gives("20"));

    [Theory, Majors, Item("PGRST203")]
    public Task Overloads_that_only_types_tell_apart_are_ambiguous(int major) => CheckAsync(
        major,
        Get("rpc/same_name?arg=1").Refused(
            300,
            "PGRST203",
            "Could not choose the best candidate function between: public.same_name(arg => integer), public.same_name(arg => text)",
            null,
            "Try renaming the parameters or the function itself in the database so function overloading can be resolved"));

    [Theory, Majors, Item("PGRST202")]
    public Task A_function_that_does_not_exist_is_404_with_the_nearest(int major) => CheckAsync(
        major,
        Get("rpc/greett").Refused(
            404,
            "PGRST202",
            "Could not find the function public.greett without parameters in the schema cache",
            "Searched for the function public.greett without parameters, but no matches were found in the schema cache.",
            "Perhaps you meant to call the function public.greet"),
        Get("rpc/add_them?a=1&c=2").Refused(
            404,
            "PGRST202",
            "Could not find the function public.add_them(a, c) in the schema cache",
            "Searched for the function public.add_them with parameters a, c, but no matches were found in the schema cache.",
            "Perhaps you meant to call the function public.add_them(a, b)"),
        Post("rpc/add_them", """{"a":1}""").Refused(
            404,
            "PGRST202",
            "Could not find the function public.add_them(a) in the schema cache",
            "Searched for the function public.add_them with parameter a or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.",
            "Perhaps you meant to call the function public.add_them(a, b)"),
        Get("rpc/qqqqqqqqqq").RefusedAs(404, "PGRST202"));

    [Theory, Majors, Item("PGRST101")]
    public Task Other_methods_are_405(int major) => CheckAsync(
        major,
        Delete("rpc/greet").RefusedSaying(405, "PGRST101", "Cannot use the DELETE method on RPC"),
        Patch("rpc/greet", "{}").RefusedSaying(405, "PGRST101", "Cannot use the PATCH method on RPC"),
        Put("rpc/greet", "{}").RefusedSaying(405, "PGRST101", "Cannot use the PUT method on RPC"));

    [Theory, Majors, Item("stable by GET", "25006")]
    public Task Get_and_functions_that_promise_so_change_nothing(int major) => CheckAsync(
        major,
        Get("rpc/count_call").Refused(405, "25006", "cannot execute nextval() in a read-only transaction"),
        Post("rpc/sneaky_write", "{}").Refused(400, "0A000", "INSERT is not allowed in a non-volatile function"));
}
