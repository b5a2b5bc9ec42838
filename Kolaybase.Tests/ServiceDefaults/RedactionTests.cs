using System.Diagnostics;
using Kolaybase.ServiceDefaults;
using Npgsql;
using OpenTelemetry.Trace;

namespace Kolaybase.Tests.ServiceDefaults;

/// <summary>What of the spans of Npgsql is kept.</summary>
public class RedactionTests
{
    [Theory]
    [InlineData("select 1", "SELECT")]
    [InlineData("\n  INSERT INTO t VALUES ('x')", "INSERT")]
    [InlineData("with a as (select 1) select * from a", "WITH")]
    [InlineData("begin;select", "BEGIN")]
    [InlineData("hunter2", null)]
    [InlineData("selects", null)]
    [InlineData("-- a secret\nselect 1", null)]
    [InlineData("", null)]
    public void The_first_word_of_a_statement_names_its_span_if_it_is_one_of_SQL(string text, string? expected) => Assert.Equal(expected, SpanRedaction.FirstWord(text));

    [Fact]
    public void The_text_the_connection_string_and_the_words_of_an_error_go()
    {
        using var span = Start("Npgsql");
        span.SetTag("db.query.text", "select 'secret'").SetTag("db.npgsql.data_source", "Host=h;Username=u").SetTag("db.response.status_code", "22P02").SetStatus(ActivityStatusCode.Error, "invalid: secret");
        new SpanRedaction().OnEnd(span);

        Assert.Equal("SELECT", span.DisplayName);
        Assert.Equal(["db.operation.name=SELECT", "db.response.status_code=22P02"], span.TagObjects.Select(t => $"{t.Key}={t.Value}").Order());
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
    }

    [Fact]
    public void The_name_of_a_span_names_no_database()
    {
        using var span = Start("Npgsql");
        span.DisplayName = "CONNECT kb_0123456789";
        new SpanRedaction().OnEnd(span);

        Assert.Equal("CONNECT", span.DisplayName);
    }

    [Fact]
    public void Spans_of_others_stay_as_they_are()
    {
        using var span = Start("Other");
        span.SetTag("db.query.text", "x").SetStatus(ActivityStatusCode.Error, "why");
        new SpanRedaction().OnEnd(span);

        Assert.Equal("x", span.GetTagItem("db.query.text"));
        Assert.Equal("why", span.StatusDescription);
    }

    [Fact]
    public void Of_an_exception_only_its_type_its_SQLSTATE_and_its_stack_are_recorded()
    {
        var exception = new PostgresException("invalid input syntax for type integer: \"secret\"", "ERROR", "ERROR", "22P02");
        var tags = default(TagList);
        ExceptionRedaction.Redact(new Activity("x"), exception, ref tags);
        using var span = new Activity("y");
        span.AddException(exception, tags);

        var recorded = Assert.Single(span.Events).Tags.ToDictionary(t => t.Key, t => $"{t.Value}");
        Assert.Equal("22P02", recorded["exception.message"]);
        Assert.Equal("Npgsql.PostgresException", recorded["exception.type"]);
        Assert.DoesNotContain("secret", string.Concat(recorded.Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ActivityKind.Server, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Consumer, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Producer, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Internal, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Client, SamplingDecision.Drop)]
    public void Only_a_call_of_a_server_begins_no_trace(ActivityKind kind, SamplingDecision expected) =>
        Assert.Equal(expected, new RootSampler().ShouldSample(new SamplingParameters(default, ActivityTraceId.CreateRandom(), "x", kind)).Decision);

    private static Activity Start(string source)
    {
        // A source of its own for each: a listener of one test samples no span of another.
        var spans = new ActivitySource(source);
        using var listener = new ActivityListener { ShouldListenTo = s => ReferenceEquals(s, spans), Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        return spans.StartActivity("postgresql")!;
    }
}
