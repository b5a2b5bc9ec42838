using Kolaybase.Api.Http;
using Kolaybase.Api.Logs;
using Kolaybase.ControlPlane.Logs;

namespace Kolaybase.Tests.Logs;

public class LogsQueryTests
{
    [Fact]
    public void Nothing_given_asks_for_the_newest_hundred()
    {
        Assert.Equal(new LogFilter(), new LogsQuery().Filter());
        Assert.Equal(100, new LogsQuery().Wanted());
    }

    [Theory]
    [InlineData("404", 404, 404)]
    [InlineData("100", 100, 100)]
    [InlineData("599", 599, 599)]
    [InlineData("2xx", 200, 299)]
    [InlineData("5xx", 500, 599)]
    public void A_status_is_a_number_or_a_class(string status, int least, int most)
    {
        var filter = new LogsQuery { Status = status }.Filter();
        Assert.Equal((least, most), (filter.LeastStatus, filter.MostStatus));
    }

    [Theory]
    [InlineData("")]
    [InlineData("40")]
    [InlineData("4040")]
    [InlineData("4x4")]
    [InlineData("4XX")]
    [InlineData("0xx")]
    [InlineData("6xx")]
    [InlineData("-404")]
    [InlineData("404\n")]
    [InlineData("٤٠٤")]
    public void Any_other_status_is_refused(string status) => Refused(new LogsQuery { Status = status }, "status");

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", 0)]
    [InlineData("2026-01-31T12:00:00.5+02:00", 2)]
    [InlineData("2026-01-31t12:00:00-05:30", -5.5)]
    public void Times_are_those_of_RFC_3339(string text, double hours)
    {
        var filter = new LogsQuery { Since = text, Until = text }.Filter();
        Assert.Equal(TimeSpan.FromHours(hours), filter.Since!.Value.Offset);
        Assert.Equal(12, filter.Since.Value.Hour);
        Assert.Equal(filter.Since, filter.Until);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31 12:00:00Z")]
    [InlineData("2026-02-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00 02:00")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2026-01-31T12:00:00+99:00")]
    [InlineData("0001-01-01T00:00:00+05:00")]
    [InlineData("now")]
    public void Any_other_time_is_refused(string text)
    {
        Refused(new LogsQuery { Since = text }, "since");
        Refused(new LogsQuery { Until = text }, "until");
    }

    [Theory]
    [InlineData("request", LogKind.Request)]
    [InlineData("job", LogKind.Job)]
    [InlineData("omitted", LogKind.Omitted)]
    public void A_kind_is_one_of_three(string kind, LogKind found) => Assert.Equal(found, new LogsQuery { Kind = kind }.Filter().Kind);

    [Theory]
    [InlineData("")]
    [InlineData("Request")]
    [InlineData("1")]
    public void Any_other_kind_is_refused(string kind) => Refused(new LogsQuery { Kind = kind }, "kind");

    [Theory]
    [InlineData("/")]
    [InlineData("/api/rest/v1/ä b")]
    public void A_path_begins_with_a_slash(string path) => Assert.Equal(path, new LogsQuery { Path = path }.Filter().PathPrefix);

    [Theory]
    [InlineData("")]
    [InlineData("api")]
    [InlineData("/\0")]
    public void Any_other_path_is_refused(string path)
    {
        Refused(new LogsQuery { Path = path }, "path");
        Refused(new LogsQuery { Path = "/\ud800" }, "path");
        Refused(new LogsQuery { Path = "/" + new string('x', ProjectLogEntry.MaxPath) }, "path");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void A_request_id_is_what_the_header_may_hold(string id)
    {
        Refused(new LogsQuery { RequestId = id }, "requestId");
        Refused(new LogsQuery { RequestId = new string('x', 65) }, "requestId");
        Assert.Equal("A-z_0.9", new LogsQuery { RequestId = "A-z_0.9" }.Filter().RequestId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    [InlineData(-1)]
    public void A_page_has_1_to_500_entries(int limit)
    {
        var refusal = Assert.Throws<ApiException>(() => new LogsQuery { Limit = limit }.Wanted());
        Assert.Equal((400, ErrorCodes.InvalidParameter), (refusal.Status, refusal.Error.Code));
        Assert.Equal([1, 500], [new LogsQuery { Limit = 1 }.Wanted(), new LogsQuery { Limit = 500 }.Wanted()]);
    }

    private static void Refused(LogsQuery query, string parameter)
    {
        var refusal = Assert.Throws<ApiException>(query.Filter);
        Assert.Equal((400, ErrorCodes.InvalidParameter), (refusal.Status, refusal.Error.Code));
        Assert.StartsWith($"The parameter \"{parameter}\" must be ", refusal.Error.Message, StringComparison.Ordinal);
    }
}
