using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Errors.</summary>
public class ErrorTests : ReadChapter
{
    [Theory, Majors, Item("PGRST205", "42P01")]
    public Task A_table_that_does_not_exist_is_404_with_the_nearest(int major) => CheckAsync(
        major,
        Get("bookz").Refused(404, "PGRST205", "Could not find the table 'public.bookz' in the schema cache", null, "Perhaps you meant the table 'public.books'"),
        Get("qqqqqqqqqqqq").Refused(404, "PGRST205", "Could not find the table 'public.qqqqqqqqqqqq' in the schema cache"),
        Get("secrets").RefusedAs(404, "PGRST205"),
        Get("rpc/unknown_table").Refused(404, "42P01", "relation \"no_such_table\" does not exist"));

    [Theory, Majors, Item("PGRST125")]
    public Task A_path_that_is_none_is_404(int major) => CheckAsync(
        major,
        Get("books/1").RefusedSaying(404, "PGRST125", "Invalid path specified in request URL"),
        Get("rpc/greet/more").RefusedSaying(404, "PGRST125", "Invalid path specified in request URL"));

    [Theory, Majors, Item("42883")]
    public Task A_function_that_the_database_misses_is_404(int major) => CheckAsync(
        major,
        Get("rpc/unknown_function").Refused(
            404, "42883", "function no_such_function() does not exist", null, "No function matches the given name and argument types. You might need to add explicit type casts."));

    [Theory, Majors, Item("42501")]
    public Task What_is_not_granted_is_401_or_403(int major) => CheckAsync(
        major,
        Get("vault").As("anon").Refused(401, "42501", "permission denied for table vault").Has("WWW-Authenticate", "Bearer"),
        Get("vault").As("authenticated").Refused(403, "42501", "permission denied for table vault"),
        Get("vault").Gives("""[{"id":1,"secret":"gold"}]"""),
        Post("countries", """{"code":"it","name":"Italy"}""").As("anon").Refused(401, "42501", "permission denied for table countries"),
        Post("rpc/count_call", "{}").As("anon").RefusedSaying(401, "42501", "permission denied for function count_call"));

    [Theory, Majors, Item("P0001")]
    public Task A_raise_is_400_with_all_it_said(int major) => CheckAsync(
        major,
        Get("rpc/raise_plain").Refused(400, "P0001", "it went wrong", "how", "do better"));

    [Theory, Majors, Item("PTnnn")]
    public Task A_raise_may_choose_its_status(int major) => CheckAsync(
        major,
        Get("rpc/raise_402").Refused(402, "PT402", "Payment Required", "Quota exceeded", "Upgrade your plan"),
        Get("rpc/raise_state?state=PT418").Refused(418, "PT418", "as asked"),
        Get("rpc/raise_state?state=PT40A").Refused(500, "PT40A", "as asked"));

    [Theory, Majors, Item("raise PGRST")]
    public Task A_raise_may_write_the_whole_answer(int major) => CheckAsync(
        major,
        Post("rpc/raise_pgrst", """{"message":"{\"code\":\"123\",\"message\":\"ABC\",\"details\":\"DEF\",\"hint\":\"XYZ\"}","detail":"{\"status\":432,\"headers\":{\"X-Powered-By\":\"Nerd Rage\"}}"}""")
            .Refused(432, "123", "ABC", "DEF", "XYZ").Has("X-Powered-By", "Nerd Rage"),
        Post("rpc/raise_pgrst", """{"message":"{\"code\":\"9\",\"message\":\"m\"}","detail":"{\"status\":400,\"headers\":{}}"}""").Refused(400, "9", "m"));

    [Theory, Majors, Item("PGRST121")]
    public Task A_raise_that_can_not_be_read_is_500(int major) => CheckAsync(
        major,
        Post("rpc/raise_pgrst", """{"message":"INVALID","detail":"{\"status\":332,\"headers\":{}}"}""").Refused(
            500,
            "PGRST121",
            "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
            "Invalid JSON value for MESSAGE: 'INVALID'",
            "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'."),
        Post("rpc/raise_pgrst", """{"message":"{\"code\":\"9\",\"message\":\"m\"}","detail":"INVALID"}""").Refused(
            500,
            "PGRST121",
            "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
            "Invalid JSON value for DETAIL: 'INVALID'",
            "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'."),
        Post("rpc/raise_pgrst", """{"message":"{\"code\":\"9\",\"message\":\"m\"}"}""").Refused(
            500,
            "PGRST121",
            "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
            "DETAIL is missing in the RAISE statement",
            "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'."));

    [Theory, Majors, Item("statuses of SQLSTATE")]
    public Task Every_class_of_SQLSTATE_has_its_status(int major) => CheckAsync(major, [.. new (string State, int Status)[]
    {
        ("08006", 503), ("53300", 503), ("53400", 500), ("57P01", 503), ("57014", 500), ("0L000", 403), ("0P000", 403), ("28000", 403),
        ("09000", 500), ("25001", 500), ("2D000", 500), ("38000", 500), ("39000", 500), ("3B000", 500), ("54001", 500), ("55006", 500), ("58030", 500),
        ("F0000", 500), ("HV000", 500), ("XX000", 500), ("42P17", 500), ("23503", 409), ("23505", 409), ("23514", 400), ("22012", 400), ("42703", 400), ("44000", 400),
        ("P0002", 500), ("21000", 400),
    }.Select(row => Get($"rpc/raise_state?state={row.State}").RefusedAs(row.Status, row.State))]);
}
