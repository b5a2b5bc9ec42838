using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>
/// Keeps projects' own mail servers from holding up what others wait for, since a tenant can name one that accepts and never
/// answers: a project has one hand-over at a time in this process, all projects together have half of its slots, and a server that
/// was silent is left alone for a while. Keeps a few words of memory for each project that has mailed by a server of its own.
/// </summary>
internal sealed class OwnServerTurns(JobOptions jobs, TimeProvider clock)
{
    /// <summary>How long a server is left alone that did not answer in time; twice as long each time that it does so again.</summary>
    public static readonly TimeSpan FirstRest = TimeSpan.FromMinutes(1);

    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(8);

    // Who waits comes back in this distance from one another: taking all of them out and back at once would be a load of its own.
    private static readonly TimeSpan s_spacing = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Project> _projects = [];
    private int _free = Math.Max(1, jobs.Parallelism / 2);

    /// <summary>Hands a mail over when it is its turn.</summary>
    /// <param name="projectId">Whose server it is.</param>
    /// <param name="send">The hand-over.</param>
    /// <exception cref="JobPostponedException">It is not its turn.</exception>
    /// <exception cref="MailDeferredException">The server rests; this counts as an attempt, so that mails to a dead server come to an end.</exception>
    public async Task RunAsync(Guid projectId, Func<Task> send)
    {
        var project = Begin(projectId);
        bool? silent = null;
        try
        {
            await send();
            silent = false;
        }
        catch (MailServerSilentException)
        {
            silent = true;
            throw;
        }
        finally
        {
            End(project, silent);
        }
    }

    private Project Begin(Guid projectId)
    {
        lock (_lock)
        {
            if (!_projects.TryGetValue(projectId, out var project))
            {
                _projects[projectId] = project = new Project();
            }

            var now = clock.GetUtcNow();
            if (project.RestsUntil > now)
            {
                throw new MailDeferredException("The mail server did not answer in time just before; it is left alone for some minutes.");
            }

            if (project.Busy || _free == 0)
            {
                throw new JobPostponedException(project.WaitFrom(now));
            }

            project.Busy = true;
            _free--;
            return project;
        }
    }

    private void End(Project project, bool? silent)
    {
        lock (_lock)
        {
            project.Busy = false;
            _free++;
            if (silent is true)
            {
                project.Rest = project.Rest == TimeSpan.Zero ? FirstRest : TimeSpan.FromTicks(Math.Min(project.Rest.Ticks * 2, LongestRest.Ticks));
                project.RestsUntil = clock.GetUtcNow() + project.Rest;
            }
            else if (silent is false)
            {
                project.Rest = TimeSpan.Zero;
            }
        }
    }

    private sealed class Project
    {
        private DateTimeOffset _next;

        public bool Busy { get; set; }

        public TimeSpan Rest { get; set; }

        public DateTimeOffset RestsUntil { get; set; }

        public TimeSpan WaitFrom(DateTimeOffset now)
        {
            _next = (_next > now ? _next : now) + s_spacing;
            if (_next - now > s_longestWait)
            {
                _next = now + s_longestWait;
            }

            // The queue cuts off parts of a second: less than two could mean none.
            return TimeSpan.FromSeconds(Math.Ceiling((_next - now).TotalSeconds) + 1);
        }
    }
}
