using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers.Mail;

/// <summary>Finds a wrong mail setting or a folder that can't be made when the worker starts, not when the first mail is due, and says where mails go.</summary>
internal sealed partial class MailAtStart(MailOptions options, MailFolder folder, ILogger<MailAtStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Smtp is { } server)
        {
            ToServer(logger, server.Host, server.Port);
        }
        else
        {
            folder.Prepare();
            ToFolder(logger, options.Folder);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "Mails go to {Host}:{Port}, except where a project has a server of its own")]
    private static partial void ToServer(ILogger logger, string host, int port);

    [LoggerMessage(2, LogLevel.Information, "There is no mail server: mails become files in {Folder}, except where a project has a server of its own")]
    private static partial void ToFolder(ILogger logger, string folder);
}
