using Microsoft.Extensions.Logging;
using Rebus.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Lets Rebus write to our logs. What it says of normal life (a worker started, a bus stopped) is debug talk here.</summary>
internal sealed class RebusLoggerFactory(ILoggerFactory loggers) : AbstractRebusLoggerFactory
{
    protected override ILog GetLogger(Type type) => new Log(loggers.CreateLogger(type.FullName ?? type.Name), RenderString);

    private sealed class Log(ILogger logger, Func<string, object[], string> render) : ILog
    {
        public void Debug(string message, params object[] objs) => Write(LogLevel.Trace, null, message, objs);

        public void Info(string message, params object[] objs) => Write(LogLevel.Debug, null, message, objs);

        public void Warn(string message, params object[] objs) => Write(LogLevel.Warning, null, message, objs);

        public void Warn(Exception exception, string message, params object[] objs) => Write(LogLevel.Warning, exception, message, objs);

        public void Error(string message, params object[] objs) => Write(LogLevel.Error, null, message, objs);

        public void Error(Exception exception, string message, params object[] objs) => Write(LogLevel.Error, exception, message, objs);

        private void Write(LogLevel level, Exception? exception, string message, object[] objs)
        {
            if (logger.IsEnabled(level))
            {
                logger.Log(level, default, (Message: message, Arguments: objs), exception, (state, _) => render(state.Message, state.Arguments));
            }
        }
    }
}
