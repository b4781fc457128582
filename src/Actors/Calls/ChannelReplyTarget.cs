using System.Threading.Channels;

namespace ActorFfi;

/// <summary>Writes replies to a channel; a bounded channel that is full is waited for on the thread pool.</summary>
internal sealed class ChannelReplyTarget(ChannelWriter<NativeReply> writer) : ReplyTarget
{
    /// <inheritdoc/>
    public override void Deliver(NativeCall call)
    {
        call.ForgetCancellation();
        NativeReply reply = call.Reply;
        if (!writer.TryWrite(reply))
        {
            PendingWrite.Start(writer, reply);
        }
    }

    private sealed class PendingWrite(ChannelWriter<NativeReply> writer, NativeReply reply) : IThreadPoolWorkItem
    {
        public static void Start(ChannelWriter<NativeReply> writer, in NativeReply reply) =>
            ThreadPool.UnsafeQueueUserWorkItem(new PendingWrite(writer, reply), preferLocal: false);

        public void Execute()
        {
            if (!writer.TryWrite(reply))
            {
                Task<bool> room = writer.WaitToWriteAsync().AsTask();
                room.GetAwaiter().UnsafeOnCompleted(() => Continue(room));
            }
        }

        // A completed channel takes nothing any more: its reader gave the replies up, and the buffers with them.
        private void Continue(Task<bool> room)
        {
            if (room.Exception is null && room.IsCompletedSuccessfully && room.Result)
            {
                Execute();
            }
        }
    }
}
