using System.Globalization;
using MimeKit;

namespace Kolaybase.Workers.Mail;

/// <summary>Writes mails as <c>.eml</c> files (RFC 5322 messages), readable by the owner only: codes are in them.</summary>
internal sealed class MailFolder(MailOptions options)
{
    /// <summary>Makes the folder when it is missing.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public void Prepare() => Directory.CreateDirectory(options.Folder);

    /// <summary>Writes a message; when it is there already, nothing happens. The file appears whole or not at all.</summary>
    public async Task WriteAsync(Guid id, MimeMessage message, CancellationToken cancellationToken)
    {
        Prepare();
        var path = Path.Combine(options.Folder, FileName(id));
        if (File.Exists(path))
        {
            return;
        }

        // Of this attempt alone: a worker that was given up for dead may still be writing its own.
        var unfinished = Path.Combine(options.Folder, $".{id:N}-{Guid.CreateVersion7():N}.tmp");
        try
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (var stream = new FileStream(unfinished, create))
            {
                await message.WriteToAsync(stream, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Sorts by time; the same in every attempt.</summary>
    internal static string FileName(Guid id) => string.Create(CultureInfo.InvariantCulture, $"{MailRenderer.TimeOf(id):yyyyMMdd'T'HHmmss.fff'Z'}-{id:N}.eml");
}
