using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Kolaybase.ServiceDefaults;

/// <summary>
/// Says of an exception that Npgsql records in a span only its type: messages of PostgreSQL quote values
/// (<c>invalid input syntax for type integer: "…"</c>). What a recorder has set is not set again by <see cref="Activity.AddException"/>.
/// </summary>
internal sealed class ExceptionRedaction : IHostedService, IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == SpanRedaction.Source,
        ExceptionRecorder = Redact,
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _listener.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _listener.Dispose();

    internal static void Redact(Activity activity, Exception exception, ref TagList tags)
    {
        tags.Add("exception.message", (exception as Npgsql.PostgresException)?.SqlState ?? exception.GetType().Name);
        tags.Add("exception.stacktrace", exception.StackTrace ?? "");
    }
}
