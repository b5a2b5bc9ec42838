using Microsoft.Extensions.Hosting;

namespace Kolaybase.Workers.Mail;

/// <summary>Finds a wrong mail setting or a folder that can't be made when the worker starts, not when the first mail is due.</summary>
internal sealed class MailAtStart(MailFolder folder) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        folder.Prepare();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
