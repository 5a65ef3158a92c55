<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AddressDialog</name>
    <message>
        <source>Fetch a model from an address</source>
        <translation>从地址下载模型</translation>
    </message>
    <message>
        <source>The address is asked only when you press Fetch; it gets to know your network address, nothing else. Without a SHA-256 nobody vouches for what arrives: only its form is checked.</source>
        <translation>只有按下“下载”后才会访问该地址；对方只会得知你的网络地址。没有 SHA-256 时，无人担保下载到的内容：只检查其格式。</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Address of the GGUF file</source>
        <translation>GGUF 文件的地址</translation>
    </message>
    <message>
        <source>SHA-256, if you have it</source>
        <translation>SHA-256（如果有）</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>piece</source>
        <translation>件</translation>
    </message>
    <message>
        <source>up to {amount}</source>
        <translation>{amount} 以内</translation>
    </message>
    <message>
        <source>from {amount}</source>
        <translation>{amount} 起</translation>
    </message>
    <message>
        <source>any budget in {currency}</source>
        <translation>预算不限（{currency}）</translation>
    </message>
    <message>
        <source>any budget</source>
        <translation>预算不限</translation>
    </message>
    <message>
        <source>{range} in any currency</source>
        <translation>{range}（不分币种）</translation>
    </message>
    <message>
        <source>before the clock was set back</source>
        <translation>在时钟调回之前看到</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
</context>
<context>
    <name>AskDialog</name>
    <message>
        <source>Ask the model about this shortlist</source>
        <translation>就这个清单询问模型</translation>
    </message>
    <message>
        <source>This is all that the model gets, word for word. It answers in a chat of its own: nothing of that chat goes into the suggestions, and nothing of it into other chats.</source>
        <translation>模型得到的全部内容就是这些，一字不差。它在单独的对话里回答：那个对话的内容不会进入购物建议，也不会进入其他对话。</translation>
    </message>
    <message>
        <source>{source}: {count} left out, its terms don&apos;t allow it</source>
        <translation>{source}：略去 {count} 件，其条款不允许</translation>
    </message>
    <message>
        <source>What the model is told; you can change it</source>
        <translation>告诉模型的内容，可以修改</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Ask in a new chat</source>
        <translation>在新对话中询问</translation>
    </message>
</context>
<context>
    <name>AttachController</name>
    <message>
        <source>The pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Text, Markdown and PDF (*.txt *.md *.pdf);;All files (*)</source>
        <translation>文本、Markdown 和 PDF (*.txt *.md *.pdf);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Reading {file}…</source>
        <translation>正在读取 {file}…</translation>
    </message>
</context>
<context>
    <name>AttachmentChip</name>
    <message>
        <source>{file} was taken away</source>
        <translation>已移除 {file}</translation>
    </message>
    <message>
        <source>{count} characters</source>
        <translation>{count} 个字符</translation>
    </message>
    <message>
        <source>{file} · {cost}</source>
        <translation>{file} · {cost}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Remove {file}</source>
        <translation>移除 {file}</translation>
    </message>
    <message>
        <source>Put {file} back</source>
        <translation>放回 {file}</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Backups and check</source>
        <translation>备份与检查</translation>
    </message>
    <message>
        <source>A copy is kept every six hours if anything has changed; old ones are thinned out. Copies still hold what you deleted since they were made.</source>
        <translation>有变化时每六小时备份一次，旧的备份会逐渐删减。备份之后删除的内容，仍留在那些备份里。</translation>
    </message>
    <message>
        <source>Backups, newest first</source>
        <translation>备份，最新的在前</translation>
    </message>
    <message>
        <source>There are no backups yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>正在进行</translation>
    </message>
    <message>
        <source>Bring back what is gone</source>
        <translation>找回已不在的内容</translation>
    </message>
    <message>
        <source>Delete this copy…</source>
        <translation>删除这份备份…</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Check database</source>
        <translation>检查数据库</translation>
    </message>
    <message>
        <source>Make the word indexes anew</source>
        <translation>重建词语索引</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{when}, {size}</source>
        <translation>{when}，{size}</translation>
    </message>
</context>
<context>
    <name>BranchController</name>
    <message>
        <source>The branch is in the trash for 30 days.</source>
        <translation>分支已移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>This is a new chat; the one before is as it was.</source>
        <translation>这是一个新对话，原来的对话没有改动。</translation>
    </message>
    <message>
        <source>The question before is kept.</source>
        <translation>之前的提问已保留。</translation>
    </message>
    <message>
        <source>The answer before is kept.</source>
        <translation>之前的回答已保留。</translation>
    </message>
</context>
<context>
    <name>CardList</name>
    <message>
        <source>Offers</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 件</translation>
    </message>
    <message>
        <source>Show the new order</source>
        <translation>显示新的顺序</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Sample shelf</source>
        <translation>示例货架</translation>
    </message>
    <message>
        <source>Paid link: {address}</source>
        <translation>广告链接：{address}</translation>
    </message>
    <message>
        <source>leads to {host}</source>
        <translation>通往 {host}</translation>
    </message>
    <message>
        <source>plain link tells where you come from ({names})</source>
        <translation>直接链接会透露你从哪里来（{names}）</translation>
    </message>
    <message>
        <source>paid link goes by way of {host}</source>
        <translation>付费链接会经过 {host}</translation>
    </message>
    <message>
        <source>commission {amount}</source>
        <translation>佣金 {amount}</translation>
    </message>
    <message>
        <source>commission not disclosed</source>
        <translation>佣金未披露</translation>
    </message>
    <message>
        <source>price not stated</source>
        <translation>未标价格</translation>
    </message>
    <message>
        <source>not known: {parts}</source>
        <translation>未知：{parts}</translation>
    </message>
    <message>
        <source>item {amount}</source>
        <translation>商品 {amount}</translation>
    </message>
    <message>
        <source>price out of date, can&apos;t be “lowest”</source>
        <translation>价格已过期，不参与“最低价”</translation>
    </message>
    <message>
        <source>out of stock</source>
        <translation>缺货</translation>
    </message>
    <message>
        <source>to be ordered in advance</source>
        <translation>需预订</translation>
    </message>
    <message>
        <source>delivered later</source>
        <translation>延后发货</translation>
    </message>
</context>
<context>
    <name>ChatController</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>临时对话</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>Chats</source>
        <translation>对话列表</translation>
    </message>
    <message>
        <source>Chat menu</source>
        <translation>对话菜单</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export {count}</source>
        <translation>导出 {count} 个</translation>
    </message>
    <message>
        <source>With all branches, to import again…</source>
        <translation>含全部分支，可再次导入…</translation>
    </message>
    <message>
        <source>As pages to print…</source>
        <translation>可打印的网页…</translation>
    </message>
    <message>
        <source>As Markdown…</source>
        <translation>Markdown…</translation>
    </message>
    <message>
        <source>No longer at the top</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Keep at the top</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation>移到文件夹</translation>
    </message>
    <message>
        <source>Out of its folder</source>
        <translation>移出文件夹</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>新建文件夹…</translation>
    </message>
    <message>
        <source>Folder menu</source>
        <translation>文件夹菜单</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Fold up</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Take all chats out</source>
        <translation>移出全部对话</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Move {count} to trash</source>
        <translation>将 {count} 个移到回收站</translation>
    </message>
    <message>
        <source>Folder {name}, {chats}, folded up</source>
        <translation>文件夹 {name}，{chats}，已折叠</translation>
    </message>
    <message>
        <source>Folder {name}, {chats}</source>
        <translation>文件夹 {name}，{chats}</translation>
    </message>
    <message>
        <source>At the top</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
</context>
<context>
    <name>ChatListController</name>
    <message>
        <source>The chat is in the trash for 30 days.</source>
        <translation>对话已移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>{count} chats are in the trash for 30 days.</source>
        <translation>{count} 个对话已移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The chat has another title now.</source>
        <translation>对话已改名。</translation>
    </message>
    <message>
        <source>The chat stays at the top.</source>
        <translation>对话已置顶。</translation>
    </message>
    <message>
        <source>{count} chats stay at the top.</source>
        <translation>{count} 个对话已置顶。</translation>
    </message>
    <message>
        <source>The chat is no longer at the top.</source>
        <translation>对话已取消置顶。</translation>
    </message>
    <message>
        <source>{count} chats are no longer at the top.</source>
        <translation>{count} 个对话已取消置顶。</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>文件夹名称</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>The chat is in “{name}” now.</source>
        <translation>对话已移到文件夹“{name}”。</translation>
    </message>
    <message>
        <source>{count} chats are in “{name}” now.</source>
        <translation>{count} 个对话已移到文件夹“{name}”。</translation>
    </message>
    <message>
        <source>The chat is in no folder now.</source>
        <translation>对话已移出文件夹。</translation>
    </message>
    <message>
        <source>{count} chats are in no folder now.</source>
        <translation>{count} 个对话已移出文件夹。</translation>
    </message>
    <message>
        <source>Rename folder</source>
        <translation>重命名文件夹</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>The folder is called “{name}” now.</source>
        <translation>文件夹已改名为“{name}”。</translation>
    </message>
    <message>
        <source>The folder “{name}” is gone; its chats are kept.</source>
        <translation>文件夹“{name}”已取消，其中的对话都保留着。</translation>
    </message>
    <message>
        <source>Deleted for good.</source>
        <translation>已彻底删除。</translation>
    </message>
    <message>
        <source>{count} were deleted for good.</source>
        <translation>已彻底删除 {count} 项。</translation>
    </message>
</context>
<context>
    <name>ChatRows</name>
    <message>
        <source>New title</source>
        <translation>新标题</translation>
    </message>
</context>
<context>
    <name>ChatSettingsController</name>
    <message>
        <source>The settings of this chat were changed.</source>
        <translation>此对话的设置已更改。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ChatSettingsDialog</name>
    <message>
        <source>This chat</source>
        <translation>此对话</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Remove preset</source>
        <translation>删除预设</translation>
    </message>
    <message>
        <source>Save as preset…</source>
        <translation>存为预设…</translation>
    </message>
    <message>
        <source>Instructions of its own</source>
        <translation>使用自己的指令</translation>
    </message>
    <message>
        <source>Instructions for the model</source>
        <translation>给模型的指令</translation>
    </message>
    <message>
        <source>no preset</source>
        <translation>无预设</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>存为预设</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>What is not ticked is as in the settings.</source>
        <translation>未勾选的项目沿用总设置。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>ChoiceButton</name>
    <message>
        <source>Opens a menu</source>
        <translation>打开菜单</translation>
    </message>
    <message>
        <source>{name}: {choice}</source>
        <translation>{name}：{choice}</translation>
    </message>
</context>
<context>
    <name>ColumnMenu</name>
    <message>
        <source>Take off the list</source>
        <translation>移出清单</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Set a price alert</source>
        <translation>设置降价提醒</translation>
    </message>
    <message>
        <source>Correct the pack size</source>
        <translation>更正规格</translation>
    </message>
    <message>
        <source>Prices over time…</source>
        <translation>价格走势…</translation>
    </message>
    <message>
        <source>Take a new snapshot</source>
        <translation>更新快照</translation>
    </message>
    <message>
        <source>Move left</source>
        <translation>左移</translation>
    </message>
    <message>
        <source>Move right</source>
        <translation>右移</translation>
    </message>
    <message>
        <source>Hide this offer</source>
        <translation>隐藏这件商品</translation>
    </message>
    <message>
        <source>Keep the first offer in sight</source>
        <translation>第一件商品始终可见</translation>
    </message>
    <message>
        <source>Not the same product as “{title}”</source>
        <translation>与“{title}”不是同一商品</translation>
    </message>
    <message>
        <source>The same product as “{title}” after all</source>
        <translation>与“{title}”还是同一商品</translation>
    </message>
    <message>
        <source>Order by this row</source>
        <translation>按这一行排序</translation>
    </message>
    <message>
        <source>Order by this row, largest first</source>
        <translation>按这一行排序，从大到小</translation>
    </message>
    <message>
        <source>Hide this row</source>
        <translation>隐藏这一行</translation>
    </message>
</context>
<context>
    <name>ColumnNames</name>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>是什么</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>上次结果</translation>
    </message>
</context>
<context>
    <name>CommandList</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>a new chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>a chat that is not kept</source>
        <translation>不保存的临时对话</translation>
    </message>
    <message>
        <source>choose the model that answers</source>
        <translation>选择用来回答的模型</translation>
    </message>
    <message>
        <source>whom suggestions ask</source>
        <translation>购物建议向谁查询</translation>
    </message>
    <message>
        <source>browse the shelf</source>
        <translation>浏览货架</translation>
    </message>
    <message>
        <source>compare pinned offers</source>
        <translation>比较收藏的商品</translation>
    </message>
    <message>
        <source>suggestions on</source>
        <translation>打开购物建议</translation>
    </message>
    <message>
        <source>suggestions off</source>
        <translation>关闭购物建议</translation>
    </message>
</context>
<context>
    <name>CompareGrid</name>
    <message>
        <source>Offers side by side</source>
        <translation>并排比较的商品</translation>
    </message>
</context>
<context>
    <name>ComparePresenter</name>
    <message>
        <source>write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>set a price</source>
        <translation>设一个价格</translation>
    </message>
    <message>
        <source>set the pack size</source>
        <translation>填写规格</translation>
    </message>
    <message>
        <source>{offers} · as they were when pinned, last on {day} · works offline</source>
        <translation>{offers} · 按收藏时的样子，最近一次 {day} · 断网可用</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Compare offers</source>
        <translation>比较商品</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Only differences</source>
        <translation>只看不同</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文字</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export this comparison</source>
        <translation>导出这个对比</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Print this comparison</source>
        <translation>打印此对比</translation>
    </message>
    <message>
        <source>Ask the model…</source>
        <translation>询问模型…</translation>
    </message>
    <message>
        <source>Ask the model about this shortlist</source>
        <translation>就这个清单询问模型</translation>
    </message>
    <message>
        <source>Browse the shelf</source>
        <translation>浏览货架</translation>
    </message>
    <message>
        <source>Weights…</source>
        <translation>权重…</translation>
    </message>
    <message>
        <source>Weights of the best match</source>
        <translation>“最匹配”的权重</translation>
    </message>
    <message>
        <source>Compare: {name}</source>
        <translation>对比：{name}</translation>
    </message>
    <message>
        <source>Nothing pinned yet. Pin offers in the suggestions or on the shelf, and they stand here side by side.</source>
        <translation>还没有收藏。在建议里或货架上收藏商品，它们就会并排出现在这里。</translation>
    </message>
    <message>
        <source>Reading the list…</source>
        <translation>正在读取清单…</translation>
    </message>
    <message>
        <source>✓ Only differences</source>
        <translation>✓ 只看不同</translation>
    </message>
    <message>
        <source>Rows left out because all offers say the same: {count}</source>
        <translation>各商品都相同而未显示的行：{count}</translation>
    </message>
    <message>
        <source>Hidden rows: {names}</source>
        <translation>隐藏的行：{names}</translation>
    </message>
    <message>
        <source>Hidden offers: {count}</source>
        <translation>隐藏的商品：{count}</translation>
    </message>
    <message>
        <source>Taken off the shortlist: {title}</source>
        <translation>已移出收藏：{title}</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the answer</source>
        <translation>保存回答</translation>
    </message>
    <message>
        <source>Send message</source>
        <translation>发送消息</translation>
    </message>
    <message>
        <source>Attach…</source>
        <translation>附件…</translation>
    </message>
    <message>
        <source>Text, Markdown or PDF</source>
        <translation>文本、Markdown 或 PDF</translation>
    </message>
    <message>
        <source>{kinds}; files can be dropped here, too</source>
        <translation>{kinds}；也可以把文件拖到这里</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Message composer</source>
        <translation>消息输入区</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Message, Ctrl+Enter to send, Enter for a new line</source>
        <translation>输入消息，Ctrl+Enter 发送，Enter 换行</translation>
    </message>
    <message>
        <source>Message, Enter to send, Shift+Enter for a new line</source>
        <translation>输入消息，Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Length of the message</source>
        <translation>消息长度</translation>
    </message>
</context>
<context>
    <name>ConditionPopover</name>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词语</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Write an amount in digits, such as 120 or 99.50.</source>
        <translation>请用数字写金额，例如 120 或 99.50。</translation>
    </message>
    <message>
        <source>Write the name of a country, or its two letters.</source>
        <translation>请写国家或地区的名称，或两个字母的代码。</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Write a currency, such as EUR or CNY.</source>
        <translation>请写一个币种，例如 EUR 或 CNY。</translation>
    </message>
    <message>
        <source>Must have</source>
        <translation>必须有</translation>
    </message>
    <message>
        <source>Must not have</source>
        <translation>不要有</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>国家或地区</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message>
        <source>1 offer</source>
        <translation>1 件商品</translation>
    </message>
    <message>
        <source>{count} offers</source>
        <translation>{count} 件商品</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 条</translation>
    </message>
    <message>
        <source>{count} entries</source>
        <translation>{count} 条</translation>
    </message>
    <message>
        <source>1 result</source>
        <translation>1 条结果</translation>
    </message>
    <message>
        <source>{count} results</source>
        <translation>{count} 条结果</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个词元</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 个线程</translation>
    </message>
    <message>
        <source>{count} threads</source>
        <translation>{count} 个线程</translation>
    </message>
    <message>
        <source>1 chat</source>
        <translation>1 个对话</translation>
    </message>
    <message>
        <source>{count} chats</source>
        <translation>{count} 个对话</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 条消息</translation>
    </message>
    <message>
        <source>{count} messages</source>
        <translation>{count} 条消息</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>1 个模型</translation>
    </message>
    <message>
        <source>{count} models</source>
        <translation>{count} 个模型</translation>
    </message>
</context>
<context>
    <name>CoverageBand</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the search</source>
        <translation>取消查找</translation>
    </message>
    <message>
        <source>Off: {names}</source>
        <translation>已关闭：{names}</translation>
    </message>
</context>
<context>
    <name>DeleteEverythingDialog</name>
    <message>
        <source>Delete everything</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>delete everything</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Every chat, draft and branch, the trash, all backups, the shelf and its prices, your lists, the record, the settings and the keys of platforms and servers are deleted from {folder} and from the keyring. This can&apos;t be undone. Models stay. Sidelight closes afterwards.</source>
        <translation>所有对话、草稿和分支、回收站、全部备份、货架及其价格、你的清单、记录、设置以及各平台和服务器的密钥，都会从 {folder} 和密钥环中删除。此操作无法撤销。模型会保留。完成后 Sidelight 将关闭。</translation>
    </message>
    <message>
        <source>Type “{word}” to confirm.</source>
        <translation>输入“{word}”以确认。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>What the offer states</source>
        <translation>商品自己的说明</translation>
    </message>
</context>
<context>
    <name>EditingLine</name>
    <message>
        <source>Sending adds another version; the one before is kept.</source>
        <translation>发送后会多出一个版本，原来的保留。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Leave the question as it was</source>
        <translation>保持原来的问题</translation>
    </message>
    <message>
        <source>Saving adds another version of the answer; the one before is kept.</source>
        <translation>保存后会另存为一个版本，之前的回答保留。</translation>
    </message>
    <message>
        <source>Leave the answer as it was</source>
        <translation>不修改这条回答</translation>
    </message>
    <message>
        <source>Leave the answer as it was (Esc)</source>
        <translation>不修改这条回答（Esc）</translation>
    </message>
    <message>
        <source>Leave the question as it was (Esc)</source>
        <translation>保持原来的问题（Esc）</translation>
    </message>
</context>
<context>
    <name>ExactRequest</name>
    <message>
        <source>The exact request</source>
        <translation>请求原文</translation>
    </message>
</context>
<context>
    <name>FeedsController</name>
    <message>
        <source>Import a feed</source>
        <translation>导入商品文件</translation>
    </message>
    <message>
        <source>Product feeds (*.tsv *.csv *.txt *.xml *.json *.jsonl *.jsonld *.html *.htm *.gz *.zip);;All files (*)</source>
        <translation>商品文件 (*.tsv *.csv *.txt *.xml *.json *.jsonl *.jsonld *.html *.htm *.gz *.zip);;所有文件 (*)</translation>
    </message>
    <message>
        <source>On the shelf already: {rows} of it.</source>
        <translation>其中 {rows}已在货架上。</translation>
    </message>
    <message>
        <source>On the shelf from this feed: {offers}; the import brings that up to date.</source>
        <translation>货架上已有此文件的 {offers}；导入后会更新。</translation>
    </message>
    <message>
        <source>A new feed. Below are its first rows.</source>
        <translation>新的商品文件。下面是前几行。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>After this one: {names}.</source>
        <translation>接下来：{names}。</translation>
    </message>
    <message>
        <source>Line {line}: {why}</source>
        <translation>第 {line} 行：{why}</translation>
    </message>
    <message>
        <source>{name}: {new} new, {updated} updated, {rejected} not readable.</source>
        <translation>{name}：新增 {new}，更新 {updated}，无法读取 {rejected}。</translation>
    </message>
    <message>
        <source>{name}: stopped after {new} new and {updated} updated. Import the file again to go on.</source>
        <translation>{name}：已停止，新增 {new}，更新 {updated}。再次导入该文件可继续。</translation>
    </message>
    <message>
        <source>“{name}” was taken off the shelf. It is deleted when Sidelight starts the next time.</source>
        <translation>“{name}”已从货架移除。下次启动 Sidelight 时删除。</translation>
    </message>
    <message>
        <source>“{name}” is off the shelf again.</source>
        <translation>“{name}”已从货架撤下。</translation>
    </message>
    <message>
        <source>“{name}” is on the shelf again.</source>
        <translation>“{name}”已放回货架。</translation>
    </message>
    <message>
        <source>{offers} · imported {day}</source>
        <translation>{offers} · 导入于 {day}</translation>
    </message>
    <message>
        <source>{about} · stopped on the way</source>
        <translation>{about} · 中途停止</translation>
    </message>
</context>
<context>
    <name>FeedsDialog</name>
    <message>
        <source>Feeds on this computer</source>
        <translation>这台电脑上的商品文件</translation>
    </message>
    <message>
        <source>Product files that you imported. Choose a file or drop it here: Google Merchant, OpenAI or ACP feeds, exports of Shopify and WooCommerce, pages with schema.org products; packed as gzip or ZIP, too. Nothing leaves this computer.</source>
        <translation>你导入的商品文件。选择一个文件，或把文件拖到这里：Google Merchant、OpenAI 或 ACP 商品文件，Shopify 和 WooCommerce 的导出文件，带有 schema.org 商品的网页；gzip 或 ZIP 压缩的也可以。什么都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Feeds on the shelf</source>
        <translation>货架上的商品文件</translation>
    </message>
    <message>
        <source>No feed is on the shelf yet.</source>
        <translation>货架上还没有商品文件。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take off the shelf</source>
        <translation>从货架移除</translation>
    </message>
    <message>
        <source>Import again</source>
        <translation>重新导入</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Import a feed…</source>
        <translation>导入商品文件…</translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation>文件的前几行</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>导入进度</translation>
    </message>
    <message>
        <source>Rows that can&apos;t be read, or not in full</source>
        <translation>无法读取或未能完整读取的行</translation>
    </message>
    <message>
        <source>Copy this list</source>
        <translation>复制此列表</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Prices that name no currency are in</source>
        <translation>未注明币种的价格为</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知币种</translation>
    </message>
    <message>
        <source>Go on importing</source>
        <translation>继续导入</translation>
    </message>
    <message>
        <source>Rows that can&apos;t be read: {count}</source>
        <translation>无法读取的行：{count}</translation>
    </message>
    <message>
        <source>Not taken over in full: {count}</source>
        <translation>未能完整读取：{count}</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>removes {count}</source>
        <translation>去掉 {count}</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Close finding</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>{at} of {count}</source>
        <translation>第 {at} 处，共 {count} 处</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>找到 {count} 处</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>FirstCommerceDialog</name>
    <message>
        <source>Switch shopping suggestions on?</source>
        <translation>打开购物建议？</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Goes on now: This computer</source>
        <translation>现在打开的只有：这台电脑</translation>
    </message>
    <message>
        <source>Your imported feeds, the offers you keep, and a shelf of samples. No network.</source>
        <translation>你导入的商品数据、保留的商品和一个示例货架。不联网。</translation>
    </message>
    <message>
        <source>Suggestions come only from the sources that you switch on, and stand in a panel of their own at the right, marked as offers.</source>
        <translation>建议只来自你打开的来源，单独放在右侧标明为商品建议的侧栏里。</translation>
    </message>
    <message>
        <source>The answer is made without them: what the model is given is the same, byte for byte, whether suggestions are on or off.</source>
        <translation>回答与它们无关：无论建议是开是关，交给模型的内容逐字节相同。</translation>
    </message>
    <message>
        <source>With This computer as the only source nothing leaves your computer; any other source is off, and shows what it would send and to whom before you switch it on.</source>
        <translation>来源只有“这台电脑”时，没有任何内容离开你的电脑；其他来源都是关着的，打开之前会说明要把什么发给谁。</translation>
    </message>
    <message>
        <source>Nobody can pay for a place in the list, we earn nothing, and every card says in words whether somebody else does.</source>
        <translation>没有人能花钱买到位置，我们不收任何费用；如果别人会因此赚钱，每张卡片都用文字写明。</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>A model has to be on this computer first</source>
        <translation>先要有一个模型在这台电脑上</translation>
    </message>
    <message>
        <source>Answers are made here, by a model that runs on this computer. It is fetched once; after that chatting needs no network.</source>
        <translation>回答由运行在这台电脑上的模型在本机生成。模型只需下载一次，之后聊天不用联网。</translation>
    </message>
    <message>
        <source>{size} to fetch · about {memory} of memory · {languages} · {licence}</source>
        <translation>需下载 {size} · 约占内存 {memory} · {languages} · {licence}</translation>
    </message>
    <message>
        <source>Comes from {origin}; its checksum is verified.</source>
        <translation>来源：{origin}；下载后核对校验和。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载进度</translation>
    </message>
    <message>
        <source>Fetch the model</source>
        <translation>下载模型</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use a GGUF file I have…</source>
        <translation>使用我已有的 GGUF 文件…</translation>
    </message>
    <message>
        <source>Other models and servers…</source>
        <translation>其他模型和服务器…</translation>
    </message>
    <message>
        <source>Choose a GGUF file</source>
        <translation>选择 GGUF 文件</translation>
    </message>
    <message>
        <source>Models (*.gguf);;All files (*)</source>
        <translation>模型 (*.gguf);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>HeaderBar</name>
    <message>
        <source>Settings of this chat</source>
        <translation>此对话的设置</translation>
    </message>
    <message>
        <source>Show panel</source>
        <translation>显示侧栏</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>购物建议</translation>
    </message>
    <message>
        <source>Model: {what}</source>
        <translation>模型：{what}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>chat → {host}</source>
        <translation>对话 → {host}</translation>
    </message>
    <message>
        <source>fetching a model</source>
        <translation>正在下载模型</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>不联网</translation>
    </message>
    <message>
        <source>On the network: {what}</source>
        <translation>联网：{what}</translation>
    </message>
    <message>
        <source>Show panel · {count} to send</source>
        <translation>显示侧栏 · {count} 条待发送</translation>
    </message>
</context>
<context>
    <name>HereButton</name>
    <message>
        <source>Opens a menu</source>
        <translation>打开菜单</translation>
    </message>
    <message>
        <source>This chat: off</source>
        <translation>本对话：关闭</translation>
    </message>
    <message>
        <source>This chat: {count} off</source>
        <translation>本对话：关闭 {count} 个</translation>
    </message>
    <message>
        <source>This chat…</source>
        <translation>本对话…</translation>
    </message>
    <message>
        <source>Off in this chat: {names}</source>
        <translation>本对话中关闭：{names}</translation>
    </message>
    <message>
        <source>Suggestions in this chat</source>
        <translation>本对话中的购物建议</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>{chats} from {client}. What is here already stays as it is.</source>
        <translation>来自 {client} 的 {chats}。已有的内容不会改动。</translation>
    </message>
    <message>
        <source>Chats in the file</source>
        <translation>文件中的对话</translation>
    </message>
    <message>
        <source>1 picture, file or call of a tool can&apos;t be taken and is left out.</source>
        <translation>有 1 处图片、文件或工具调用无法导入，将略去。</translation>
    </message>
    <message>
        <source>{count} pictures, files or calls of tools can&apos;t be taken and are left out.</source>
        <translation>有 {count} 处图片、文件或工具调用无法导入，将略去。</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>导入进度</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>None</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{chat} · here already</source>
        <translation>{chat} · 已经有了</translation>
    </message>
    <message>
        <source>Import {count}</source>
        <translation>导入 {count} 个</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>Interpreter</name>
    <message>
        <source>Something went wrong inside Sidelight: {fault}</source>
        <translation>Sidelight 内部出错：{fault}</translation>
    </message>
</context>
<context>
    <name>JumpButton</name>
    <message>
        <source>Jump to latest</source>
        <translation>跳到最新</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Key for {source}</source>
        <translation>{source}的密钥</translation>
    </message>
    <message>
        <source>Looking for the system&apos;s keyring…</source>
        <translation>正在查找系统密钥环…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Test this key…</source>
        <translation>测试密钥…</translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation>删除密钥</translation>
    </message>
    <message>
        <source>To test the key, switch {source} on first: what is off is never asked.</source>
        <translation>要测试密钥，请先打开{source}：关闭的来源绝不会被询问。</translation>
    </message>
    <message>
        <source>Leave without saving?</source>
        <translation>不保存就离开？</translation>
    </message>
    <message>
        <source>What you typed is not saved.</source>
        <translation>你输入的内容还没有保存。</translation>
    </message>
    <message>
        <source>It is kept nowhere else: if you leave, it is gone.</source>
        <translation>别处没有留存：离开后就没有了。</translation>
    </message>
    <message>
        <source>Leave without saving</source>
        <translation>不保存，离开</translation>
    </message>
    <message>
        <source>Go on typing</source>
        <translation>继续填写</translation>
    </message>
    <message>
        <source>Keys are kept in the system&apos;s keyring, never in a file.</source>
        <translation>密钥保存在系统密钥环中，绝不写入文件。</translation>
    </message>
    <message>
        <source>This system has no keyring that Sidelight trusts: the key is held in memory for this session only.</source>
        <translation>这个系统没有 Sidelight 信任的密钥环：密钥只在本次运行期间留在内存中。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Held for this session.</source>
        <translation>已保留到本次运行结束。</translation>
    </message>
    <message>
        <source>The key was removed.</source>
        <translation>密钥已删除。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Still missing: {parts}.</source>
        <translation>还缺少：{parts}。</translation>
    </message>
</context>
<context>
    <name>KeyForm</name>
    <message>
        <source>Not sent.</source>
        <translation>未发送。</translation>
    </message>
</context>
<context>
    <name>KeyRequestBox</name>
    <message>
        <source>Will be sent to {recipient}, with your key:</source>
        <translation>将连同你的密钥发送给 {recipient}：</translation>
    </message>
    <message>
        <source>Search words: {words}</source>
        <translation>搜索词：{words}</translation>
    </message>
</context>
<context>
    <name>Knobs</name>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>0 always takes the likeliest word; higher is freer.</source>
        <translation>0 总是取最可能的词；越高越自由。</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Draw only from the likeliest words that together have this share; 1 is all words.</source>
        <translation>只从合计达到此概率的最可能的词中选取；1 表示所有词。</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Draw only from so many of the likeliest words; 0 is all words.</source>
        <translation>只从这么多个最可能的词中选取；0 表示所有词。</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>Min p</translation>
    </message>
    <message>
        <source>Leave out words that have less than this share of the likeliest word&apos;s chance.</source>
        <translation>舍去概率低于最可能词此比例的词。</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Above 1, words that were just said become less likely; 1 changes nothing.</source>
        <translation>大于 1 时，刚说过的词更不易出现；1 表示不变。</translation>
    </message>
    <message>
        <source>Longest answer (tokens)</source>
        <translation>最长回答（词元）</translation>
    </message>
    <message>
        <source>An answer ends here at the latest; it can be continued.</source>
        <translation>回答最迟到此为止，之后可以继续。</translation>
    </message>
</context>
<context>
    <name>LengthController</name>
    <message>
        <source>{tokens}, {room} fit</source>
        <translation>{tokens}，最多 {room} 个</translation>
    </message>
    <message>
        <source>{tokens} · {total} of {room} with the chat</source>
        <translation>{tokens} · 连同对话 {total} / {room}</translation>
    </message>
</context>
<context>
    <name>LibraryController</name>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>No model yet: fetch one, or add a file.</source>
        <translation>还没有模型：请下载一个，或添加文件。</translation>
    </message>
    <message>
        <source>Fetched by other programs, used where they are</source>
        <translation>其他程序已下载，原地使用</translation>
    </message>
    <message>
        <source>Servers that may answer instead</source>
        <translation>可代为回答的服务器</translation>
    </message>
    <message>
        <source>Removed within a day</source>
        <translation>一天内删除的</translation>
    </message>
    <message>
        <source>To fetch</source>
        <translation>可以下载的</translation>
    </message>
    <message>
        <source>SHA-256 {digest}… is checked</source>
        <translation>会核对 SHA-256 {digest}…</translation>
    </message>
    <message>
        <source>no SHA-256 given: only its form is checked</source>
        <translation>没有提供 SHA-256：只检查格式</translation>
    </message>
    <message>
        <source>{free} of {total} memory are free</source>
        <translation>内存 {total}，可用 {free}</translation>
    </message>
    <message>
        <source>{free} free on the disk</source>
        <translation>磁盘可用 {free}</translation>
    </message>
    <message>
        <source>Asking {host}…</source>
        <translation>正在询问 {host}…</translation>
    </message>
    <message>
        <source>{model} can be used now.</source>
        <translation>{model} 现在可以使用了。</translation>
    </message>
    <message>
        <source>Computing the SHA-256…</source>
        <translation>正在计算 SHA-256…</translation>
    </message>
    <message>
        <source>These are not the catalogue&apos;s bytes: the file is damaged. Fetch it again.</source>
        <translation>内容与目录不符：文件已损坏。请重新下载。</translation>
    </message>
    <message>
        <source>Every byte is as the catalogue has it.</source>
        <translation>每个字节都与目录一致。</translation>
    </message>
    <message>
        <source>SHA-256 {digest}; the catalogue does not know it.</source>
        <translation>SHA-256 为 {digest}；目录中没有。</translation>
    </message>
    <message>
        <source>{model} was removed. Its {size} are given back in a day.</source>
        <translation>已删除 {model}。它占用的 {size} 将在一天后释放。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation>{rate}/秒</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>约剩 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Calling it off…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Paused. It goes on from there.</source>
        <translation>已暂停。之后会从这里继续。</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <source>Open a web address?</source>
        <translation>打开网址？</translation>
    </message>
    <message>
        <source>This address leads to:</source>
        <translation>这个网址通向：</translation>
    </message>
    <message>
        <source>Host: {host}</source>
        <translation>主机：{host}</translation>
    </message>
    <message>
        <source>Whole address</source>
        <translation>完整网址</translation>
    </message>
    <message>
        <source>The site will see that you come, as with any address you open in the browser.</source>
        <translation>与在浏览器中打开任何网址一样，该网站会知道你的访问。</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制网址</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>LinkRequestBox</name>
    <message>
        <source>Will be sent to {recipient}, with your key:</source>
        <translation>将连同你的密钥发送给 {recipient}：</translation>
    </message>
    <message>
        <source>Which offer you mean, and the number of your account there. None of your words.</source>
        <translation>你指的是哪件商品，以及你在那里的账号编号。不含你的任何用词。</translation>
    </message>
</context>
<context>
    <name>ListFileDialog</name>
    <message>
        <source>Evidence that can be checked (*.json)</source>
        <translation>可核验的凭证 (*.json)</translation>
    </message>
    <message>
        <source>Spreadsheet (*.csv)</source>
        <translation>电子表格 (*.csv)</translation>
    </message>
    <message>
        <source>Page to print (*.html)</source>
        <translation>可打印的网页 (*.html)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Export this list</source>
        <translation>导出这个列表</translation>
    </message>
</context>
<context>
    <name>ListPrinter</name>
    <message>
        <source>Print this list</source>
        <translation>打印此列表</translation>
    </message>
    <message>
        <source>Print this comparison</source>
        <translation>打印此对比</translation>
    </message>
</context>
<context>
    <name>ListsButton</name>
    <message>
        <source>Opens a menu</source>
        <translation>打开菜单</translation>
    </message>
    <message>
        <source>List: {name}</source>
        <translation>清单：{name}</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>New list…</source>
        <translation>新建清单…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete this list</source>
        <translation>删除这个清单</translation>
    </message>
    <message>
        <source>Bring back a deleted list</source>
        <translation>恢复已删除的清单</translation>
    </message>
    <message>
        <source>New list</source>
        <translation>新建清单</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>What would you like to know?</source>
        <translation>你想知道什么？</translation>
    </message>
    <message>
        <source>Answers come from {host}: what you write goes there.</source>
        <translation>回答来自 {host}：你写的内容会发送到那里。</translation>
    </message>
    <message>
        <source>Answers are made on this computer. Of what you type, only the search goes to platforms that are on.</source>
        <translation>回答在这台电脑上生成。你输入的内容中，只有搜索条件会发给已打开的平台。</translation>
    </message>
    <message>
        <source>Answers are made on this computer. Nothing that you type leaves it.</source>
        <translation>回答在这台电脑上生成。你输入的内容不会离开它。</translation>
    </message>
    <message>
        <source>This chat is not kept: nothing of it is written to the disk, and it is gone when the window is closed.</source>
        <translation>此对话不会保存：不写入磁盘，关闭窗口后即消失。</translation>
    </message>
</context>
<context>
    <name>Measuring</name>
    <message>
        <source>Measuring: takes a minute or so…</source>
        <translation>正在测量：大约需要一分钟…</translation>
    </message>
    <message>
        <source>Calling it off…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Measuring: {done} of {steps} ways tried</source>
        <translation>正在测量：已试过 {steps} 种方式中的 {done} 种</translation>
    </message>
</context>
<context>
    <name>MerchantController</name>
    <message>
        <source>Once it is switched on, this leaves your computer: {what}</source>
        <translation>打开之后，离开这台电脑的是：{what}</translation>
    </message>
    <message>
        <source>{place} is a server on this very computer: whoever runs it may pass on what it is asked.</source>
        <translation>{place} 是这台电脑上的一个服务：运行它的人可能把收到的查询传给别处。</translation>
    </message>
    <message>
        <source>{place} is a server on this very computer, asked without encryption: whoever runs it may pass on what it is asked.</source>
        <translation>{place} 是这台电脑上的一个服务，查询不加密：运行它的人可能把收到的查询传给别处。</translation>
    </message>
    <message>
        <source>It can be added.</source>
        <translation>可以添加。</translation>
    </message>
    <message>
        <source>It can be added. To see how it answers, send it a first search:</source>
        <translation>可以添加。想看看它怎么回答，可以先发一次搜索：</translation>
    </message>
    <message>
        <source>Sidelight uses: {what}.</source>
        <translation>Sidelight 会用到：{what}。</translation>
    </message>
    <message>
        <source>It offers besides, and Sidelight never uses: {what}.</source>
        <translation>它还提供，而 Sidelight 从不使用：{what}。</translation>
    </message>
    <message>
        <source>Suggestions were switched off, so nothing was asked.</source>
        <translation>购物建议已关闭，所以什么都没有问。</translation>
    </message>
    <message>
        <source>Not sent.</source>
        <translation>未发送。</translation>
    </message>
</context>
<context>
    <name>MerchantDialog</name>
    <message>
        <source>Add a merchant</source>
        <translation>添加商家</translation>
    </message>
    <message>
        <source>Any shop that speaks UCP</source>
        <translation>任何支持 UCP 的店</translation>
    </message>
    <message>
        <source>A store at Shopify</source>
        <translation>Shopify 上的店铺</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>What to call it (optional)</source>
        <translation>称呼（可选）</translation>
    </message>
    <message>
        <source>Look it up…</source>
        <translation>查看…</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>A shop that speaks the open protocol UCP, or a store at Shopify. Adding it contacts nobody: it stays off until you switch it on. Before that you can look it up, one request at a time, each shown before it is sent.</source>
        <translation>支持开放协议 UCP 的店，或 Shopify 上的店铺。添加时不联系任何人：在你打开它之前，它一直是关闭的。添加前可以先查看它，每次一个请求，发送前都会先给你看。</translation>
    </message>
    <message>
        <source>Suggestions are off, so nothing is asked.</source>
        <translation>购物建议已关闭，所以不会询问任何人。</translation>
    </message>
    <message>
        <source>It wants this said with its offers:</source>
        <translation>它要求随商品一起说明：</translation>
    </message>
</context>
<context>
    <name>MessageEditing</name>
    <message>
        <source>Send or clear what you are writing first; then edit.</source>
        <translation>请先发送或清空正在写的内容，再来修改。</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Message menu</source>
        <translation>消息菜单</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Show answers as they were written</source>
        <translation>按原文显示回答</translation>
    </message>
    <message>
        <source>Continue from here in a new chat</source>
        <translation>从这里开始新对话</translation>
    </message>
    <message>
        <source>Delete this and all below it</source>
        <translation>删除此条及其后的全部内容</translation>
    </message>
    <message>
        <source>Reproduce this answer</source>
        <translation>重现此回答</translation>
    </message>
    <message>
        <source>Suggest products</source>
        <translation>推荐商品</translation>
    </message>
    <message>
        <source>Open address</source>
        <translation>打开网址</translation>
    </message>
    <message>
        <source>Open address {address}…</source>
        <translation>打开网址 {address}…</translation>
    </message>
</context>
<context>
    <name>MirrorsDialog</name>
    <message>
        <source>Mirrors</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Where models of the catalogue are fetched from instead. The digest decides what is accepted, wherever it comes from.</source>
        <translation>改从这里下载目录中的模型。无论来自哪里，都由 SHA-256 决定是否接受。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Mirror of the model hub</source>
        <translation>模型网站的镜像</translation>
    </message>
    <message>
        <source>Python package index</source>
        <translation>Python 软件包索引</translation>
    </message>
    <message>
        <source>Empty: the one that pip uses</source>
        <translation>留空：使用 pip 的设置</translation>
    </message>
</context>
<context>
    <name>ModelController</name>
    <message>
        <source>{model} · reading…</source>
        <translation>{model} · 正在读取…</translation>
    </message>
    <message>
        <source>no model loaded</source>
        <translation>没有载入模型</translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>{model} · loading…</source>
        <translation>{model} · 正在载入…</translation>
    </message>
    <message>
        <source>{model} · answers come from {host}, not from this computer · context {context}</source>
        <translation>{model} · 回答来自 {host}，而非本机 · 上下文 {context}</translation>
    </message>
    <message>
        <source>{model} · on this computer · context {context}</source>
        <translation>{model} · 本机 · 上下文 {context}</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation>{rate}/秒</translation>
    </message>
    <message>
        <source>Cancelled. What was fetched is kept; fetching goes on from there.</source>
        <translation>已取消。下载好的部分已保留，下次从那里继续。</translation>
    </message>
    <message>
        <source>the model could not be loaded</source>
        <translation>模型无法载入</translation>
    </message>
</context>
<context>
    <name>ModelDialogs</name>
    <message>
        <source>Choose a GGUF file</source>
        <translation>选择 GGUF 文件</translation>
    </message>
    <message>
        <source>Models (*.gguf);;All files (*)</source>
        <translation>模型 (*.gguf);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Use {file} where it is, or take it into the models folder?</source>
        <translation>在原处使用 {file}，还是放入模型文件夹？</translation>
    </message>
    <message>
        <source>Used where it is, it must stay there. Taken in, it gets a second name in the models folder where the disk allows that, else a copy.</source>
        <translation>在原处使用时，文件必须留在那里。放入时，磁盘允许就只在模型文件夹里多一个名字，否则复制一份。</translation>
    </message>
    <message>
        <source>Use it where it is</source>
        <translation>在原处使用</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>放入模型文件夹</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ModelRowWidget</name>
    <message>
        <source>Progress: {model}</source>
        <translation>进度：{model}</translation>
    </message>
    <message>
        <source>{action}: {model}</source>
        <translation>{action}：{model}</translation>
    </message>
</context>
<context>
    <name>ModelRows</name>
    <message>
        <source>context {tokens}</source>
        <translation>上下文 {tokens}</translation>
    </message>
    <message>
        <source>licence not stated</source>
        <translation>未注明许可证</translation>
    </message>
    <message>
        <source>SHA-256 {digest}… is checked</source>
        <translation>会核对 SHA-256 {digest}…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Go on ({size} are here)</source>
        <translation>继续（已有 {size}）</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>{size} · goes for good a day after it was removed</source>
        <translation>{size} · 删除一天后彻底清除</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Delete now</source>
        <translation>立即清除</translation>
    </message>
    <message>
        <source>Eject</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Carries no chat template: choose one before it can answer.</source>
        <translation>没有自带聊天模板：先选择一个，它才能回答。</translation>
    </message>
    <message>
        <source>chat template chosen: {name}</source>
        <translation>已选聊天模板：{name}</translation>
    </message>
    <message>
        <source>runs best with {way}: reads {prompt}, writes {written} tokens/s</source>
        <translation>最佳运行方式：{way}；读 {prompt}、写 {written} 词元/秒</translation>
    </message>
    <message>
        <source>key in the keyring</source>
        <translation>密钥在密钥环中</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>无密钥</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>what you write goes there, encrypted</source>
        <translation>你写的内容会加密发送到那里</translation>
    </message>
    <message>
        <source>what you write goes there, readable for everybody in that network</source>
        <translation>你写的内容会发送到那里，该网络中的任何人都能读到</translation>
    </message>
    <message>
        <source>answers now: {model}</source>
        <translation>正在回答：{model}</translation>
    </message>
    <message>
        <source>Show its models</source>
        <translation>列出模型</translation>
    </message>
    <message>
        <source>context not stated</source>
        <translation>未注明上下文</translation>
    </message>
    <message>
        <source>{server} · {context}</source>
        <translation>{server} · {context}</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Chat template…</source>
        <translation>聊天模板…</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>移出列表</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>你自己的</translation>
    </message>
    <message>
        <source>fetched by {client}</source>
        <translation>由 {client} 下载</translation>
    </message>
    <message>
        <source>used in {folder}</source>
        <translation>在 {folder} 原地使用</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>在 {folder}</translation>
    </message>
    <message>
        <source>about {memory} of memory with {tokens} tokens of context</source>
        <translation>{tokens} 词元上下文约需 {memory} 内存</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>放得下</translation>
    </message>
    <message>
        <source>fits once other programs are closed</source>
        <translation>关闭其他程序后放得下</translation>
    </message>
    <message>
        <source>too large for this computer</source>
        <translation>本机放不下</translation>
    </message>
    <message>
        <source>free memory is not known</source>
        <translation>可用内存未知</translation>
    </message>
    <message>
        <source>{needs}: {verdict}</source>
        <translation>{needs}：{verdict}</translation>
    </message>
    <message>
        <source>speed not measured yet</source>
        <translation>速度尚未测量</translation>
    </message>
    <message>
        <source>{rate} tokens/s measured here</source>
        <translation>本机实测 {rate} 词元/秒</translation>
    </message>
    <message>
        <source>about {rate} tokens/s, reckoned from a model measured here</source>
        <translation>约 {rate} 词元/秒，由本机实测的模型推算</translation>
    </message>
    <message>
        <source>SHA-256 {digest}…: the catalogue&apos;s</source>
        <translation>SHA-256 {digest}…：与目录一致</translation>
    </message>
    <message>
        <source>SHA-256 {digest}… is not the catalogue&apos;s</source>
        <translation>SHA-256 {digest}… 与目录不符</translation>
    </message>
    <message>
        <source>SHA-256 {digest}…: nobody vouches for it</source>
        <translation>SHA-256 {digest}…：无人担保</translation>
    </message>
    <message>
        <source>SHA-256 not computed yet</source>
        <translation>尚未计算 SHA-256</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>what answers, and what this computer can run</source>
        <translation>由谁回答，以及这台电脑能运行什么</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>From an address…</source>
        <translation>从地址下载…</translation>
    </message>
    <message>
        <source>Add a server…</source>
        <translation>添加服务器…</translation>
    </message>
    <message>
        <source>Mirrors…</source>
        <translation>镜像…</translation>
    </message>
    <message>
        <source>{tokens} tokens</source>
        <translation>{tokens} 词元</translation>
    </message>
    <message>
        <source>Memory is estimated for a context of</source>
        <translation>内存按此上下文估算</translation>
    </message>
    <message>
        <source>Looking at what is here…</source>
        <translation>正在查看这里有什么…</translation>
    </message>
</context>
<context>
    <name>MoreButton</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Opens a menu</source>
        <translation>打开菜单</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>NeedBand</name>
    <message>
        <source>+ condition</source>
        <translation>＋ 条件</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>添加条件</translation>
    </message>
</context>
<context>
    <name>NeedChip</name>
    <message>
        <source>{condition}, takes off {offers}</source>
        <translation>{condition}，去掉 {offers}</translation>
    </message>
    <message>
        <source>Press to change, Delete to remove</source>
        <translation>按下可修改，按 Delete 移除</translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>Why here?</source>
        <translation>为什么在这里</translation>
    </message>
    <message>
        <source>Paid link</source>
        <translation>付费链接</translation>
    </message>
    <message>
        <source>Plain link</source>
        <translation>直接链接</translation>
    </message>
    <message>
        <source>Ask for its link…</source>
        <translation>索取链接…</translation>
    </message>
    <message>
        <source>Copy offer</source>
        <translation>复制商品</translation>
    </message>
    <message>
        <source>Pin to another list…</source>
        <translation>收藏到其他清单…</translation>
    </message>
    <message>
        <source>{status}: {title}, {price}</source>
        <translation>{status}：{title}，{price}</translation>
    </message>
</context>
<context>
    <name>OfferLinkController</name>
    <message>
        <source>The source is off, so it was not asked.</source>
        <translation>该来源已关闭，因此没有查询。</translation>
    </message>
</context>
<context>
    <name>OfferLinkDialog</name>
    <message>
        <source>Ask for the link of an offer</source>
        <translation>索取商品的链接</translation>
    </message>
    <message>
        <source>The platform makes this link when it is asked for one. Whoever owns the key may be paid for what is bought through it; the source&apos;s label says who. Sidelight earns nothing.</source>
        <translation>平台在被询问时才生成这个链接。通过它成交时，密钥的所有者可能获得佣金；来源的说明写明付给谁。Sidelight 不获得任何收入。</translation>
    </message>
</context>
<context>
    <name>OrderButton</name>
    <message>
        <source>Opens a menu</source>
        <translation>打开菜单</translation>
    </message>
    <message>
        <source>Total to pay</source>
        <translation>应付总价</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>自己排的</translation>
    </message>
    <message>
        <source>{row}, largest first</source>
        <translation>{row}，从大到小</translation>
    </message>
    <message>
        <source>Order: {order}</source>
        <translation>排序：{order}</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>从大到小</translation>
    </message>
    <message>
        <source>Offers of one product side by side</source>
        <translation>同一商品排在一起</translation>
    </message>
</context>
<context>
    <name>OtherModelLine</name>
    <message>
        <source>Answered so far by {model}.</source>
        <translation>此前由 {model} 回答。</translation>
    </message>
    <message>
        <source>Switch back</source>
        <translation>换回</translation>
    </message>
    <message>
        <source>Let {model} answer again</source>
        <translation>再由 {model} 回答</translation>
    </message>
</context>
<context>
    <name>PageDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PageHeader</name>
    <message>
        <source>Back to the chat</source>
        <translation>返回对话</translation>
    </message>
</context>
<context>
    <name>PageRequestBox</name>
    <message>
        <source>Will be sent to {recipient}, once:</source>
        <translation>将发送给 {recipient}，只发一次：</translation>
    </message>
    <message>
        <source>The address that you pasted. No cookies, no account, nothing from the chat.</source>
        <translation>你粘贴的网址。不含 Cookie、账号和对话内容。</translation>
    </message>
</context>
<context>
    <name>PanelFooter</name>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Weights…</source>
        <translation>权重…</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Reset weights</source>
        <translation>恢复默认权重</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export this list</source>
        <translation>导出这个列表</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Print this list</source>
        <translation>打印此列表</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>货架</translation>
    </message>
    <message>
        <source>Browse the shelf</source>
        <translation>浏览货架</translation>
    </message>
    <message>
        <source>your weights</source>
        <translation>你的权重</translation>
    </message>
    <message>
        <source>Weights count in the order “{order}”</source>
        <translation>权重在“{order}”排序时起作用</translation>
    </message>
    <message>
        <source>Compare {count}</source>
        <translation>比较 {count} 件</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>List: {name}</source>
        <translation>清单：{name}</translation>
    </message>
    <message>
        <source>Pin two offers to compare them</source>
        <translation>收藏两件商品即可比较</translation>
    </message>
</context>
<context>
    <name>PanelHeader</name>
    <message>
        <source>Close the suggestions</source>
        <translation>关闭建议</translation>
    </message>
    <message>
        <source>Close the suggestions (Esc)</source>
        <translation>关闭建议（Esc）</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>发出去了什么</translation>
    </message>
    <message>
        <source>Our promises</source>
        <translation>我们的承诺</translation>
    </message>
    <message>
        <source>Read a product page…</source>
        <translation>读取商品页面…</translation>
    </message>
</context>
<context>
    <name>PanelPresenter</name>
    <message>
        <source>No source is switched on.</source>
        <translation>没有打开任何来源。</translation>
    </message>
    <message>
        <source>Nothing was sent, so nobody was asked.</source>
        <translation>什么都没有发出，所以没有查询任何来源。</translation>
    </message>
    <message>
        <source>So it isn&apos;t known what there is. What came of each source stands above.</source>
        <translation>所以不知道有没有合适的商品。各来源的情况见上方。</translation>
    </message>
    <message>
        <source>no {thing}</source>
        <translation>不要{thing}</translation>
    </message>
    <message>
        <source>country: {country}</source>
        <translation>国家或地区：{country}</translation>
    </message>
    <message>
        <source>{source} off</source>
        <translation>{source}已关闭</translation>
    </message>
    <message>
        <source>{count} sources off</source>
        <translation>{count} 个来源已关闭</translation>
    </message>
    <message>
        <source>{count} more cut</source>
        <translation>另有 {count} 件被截去</translation>
    </message>
    <message>
        <source>{count} of kinds never shown here</source>
        <translation>{count} 件属于这里从不展示的种类</translation>
    </message>
    <message>
        <source>{source} {count}</source>
        <translation>{source} {count} 件</translation>
    </message>
    <message>
        <source>{source} had nothing</source>
        <translation>{source}没有结果</translation>
    </message>
    <message>
        <source>{source} timed out</source>
        <translation>{source}超时</translation>
    </message>
    <message>
        <source>{source} cancelled</source>
        <translation>{source}已取消</translation>
    </message>
    <message>
        <source>{source} waits for your Send</source>
        <translation>{source} 等你点“发送”</translation>
    </message>
    <message>
        <source>{source}: not sent</source>
        <translation>{source} 未发送</translation>
    </message>
    <message>
        <source>{source} is being asked</source>
        <translation>正在查询{source}</translation>
    </message>
    <message>
        <source>{source} not asked: no key</source>
        <translation>{source}缺少密钥，未查询</translation>
    </message>
    <message>
        <source>{source} failed</source>
        <translation>{source}失败</translation>
    </message>
    <message>
        <source>{what} ({why})</source>
        <translation>{what}（{why}）</translation>
    </message>
    <message>
        <source>{source}, apart: its terms forbid mixing</source>
        <translation>{source}（单独列出：其条款不允许混排）</translation>
    </message>
</context>
<context>
    <name>PastedText</name>
    <message>
        <source>Attach as a file</source>
        <translation>作为文件附上</translation>
    </message>
    <message>
        <source>Attach the pasted text as a file</source>
        <translation>把粘贴的文本作为文件附上</translation>
    </message>
    <message>
        <source>Pasted text, {count} characters: {start}</source>
        <translation>粘贴的文字，{count} 个字符：{start}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the pasted text</source>
        <translation>移除粘贴的文字</translation>
    </message>
    <message>
        <source>Pasted text removed ({count} characters)</source>
        <translation>已移除粘贴的文字（{count} 个字符）</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Put the pasted text back</source>
        <translation>放回粘贴的文字</translation>
    </message>
</context>
<context>
    <name>PinButton</name>
    <message>
        <source>☆ Compare</source>
        <translation>☆ 收藏比较</translation>
    </message>
    <message>
        <source>★ Pinned</source>
        <translation>★ 已收藏</translation>
    </message>
    <message>
        <source>Pin for comparing: {title}</source>
        <translation>收藏以便比较：{title}</translation>
    </message>
</context>
<context>
    <name>PreviewBand</name>
    <message>
        <source>{count} requests wait</source>
        <translation>{count} 条请求待发送</translation>
    </message>
    <message>
        <source>Send all {count}</source>
        <translation>全部发送（{count}）</translation>
    </message>
</context>
<context>
    <name>PreviewBox</name>
    <message>
        <source>Send at once from now on</source>
        <translation>以后直接发送</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Don&apos;t send</source>
        <translation>不发送</translation>
    </message>
    <message>
        <source>Will be sent to {recipient}:</source>
        <translation>将发送给 {recipient}：</translation>
    </message>
    <message>
        <source>Send to {recipient}</source>
        <translation>发送给 {recipient}</translation>
    </message>
    <message>
        <source>Don&apos;t send to {recipient}</source>
        <translation>不发送给 {recipient}</translation>
    </message>
    <message>
        <source>Send at once from now on: {recipient}</source>
        <translation>以后直接发送给 {recipient}</translation>
    </message>
    <message>
        <source>Holds when you press Send; undone on the page of sources</source>
        <translation>点“发送”时生效；可在来源页改回</translation>
    </message>
    <message>
        <source>Being sent…</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Goes out as soon as those that are being asked have answered.</source>
        <translation>等正在查询的来源答复后就发出。</translation>
    </message>
    <message>
        <source>Not sent.</source>
        <translation>未发送。</translation>
    </message>
    <message>
        <source>Hide the exact request</source>
        <translation>收起请求原文</translation>
    </message>
    <message>
        <source>Show the exact request</source>
        <translation>查看请求原文</translation>
    </message>
</context>
<context>
    <name>Previews</name>
    <message>
        <source>{host} ({source})</source>
        <translation>{host}（{source}）</translation>
    </message>
    <message>
        <source>For: {purpose}</source>
        <translation>用途：{purpose}</translation>
    </message>
    <message>
        <source>{count} bytes · SHA-256 {digest}</source>
        <translation>{count} 字节 · SHA-256 {digest}</translation>
    </message>
    <message>
        <source>{hidden} stands for your key and what is made from it; it is sent, never shown.</source>
        <translation>{hidden} 代表你的密钥和由它算出的内容，会发送，但从不显示。</translation>
    </message>
    <message>
        <source>none of your words</source>
        <translation>不含你写的任何词</translation>
    </message>
    <message>
        <source>currency: {currency}</source>
        <translation>货币：{currency}</translation>
    </message>
    <message>
        <source>country: {country}</source>
        <translation>国家或地区：{country}</translation>
    </message>
    <message>
        <source>language: {language}</source>
        <translation>语言：{language}</translation>
    </message>
    <message>
        <source>It had waited for more than five minutes, so it was made anew and not sent.</source>
        <translation>这条请求等了五分钟以上，已重新生成，还没有发出。</translation>
    </message>
    <message>
        <source>Request {number} of this search; the one before was answered.</source>
        <translation>本次查询的第 {number} 条请求；上一条已得到答复。</translation>
    </message>
</context>
<context>
    <name>PriceHistoryDialog</name>
    <message>
        <source>Prices over time</source>
        <translation>价格走势</translation>
    </message>
    <message>
        <source>Prices over time: {title}</source>
        <translation>价格走势：{title}</translation>
    </message>
    <message>
        <source>Prices that were seen, the newest first</source>
        <translation>看到过的价格，最近的在前</translation>
    </message>
    <message>
        <source>The chart is being prepared…</source>
        <translation>正在准备图表…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Chart of the prices in the list below</source>
        <translation>下面列表中价格的图表</translation>
    </message>
    <message>
        <source>No price of it was seen over time: only imported offers and those on the shelf have one.</source>
        <translation>没有它的价格记录：只有导入的和货架上的商品才有。</translation>
    </message>
    <message>
        <source>item only, without shipping; where the line breaks, nobody looked</source>
        <translation>仅商品，不含运费；线条断开处没有看</translation>
    </message>
</context>
<context>
    <name>ProductPageController</name>
    <message>
        <source>Suggestions were switched off, so the page was not read.</source>
        <translation>购物建议已关闭，所以没有读取页面。</translation>
    </message>
    <message>
        <source>Not sent.</source>
        <translation>未发送。</translation>
    </message>
</context>
<context>
    <name>ProductPageDialog</name>
    <message>
        <source>Read a product page</source>
        <translation>读取商品页面</translation>
    </message>
    <message>
        <source>Address of the page</source>
        <translation>页面网址</translation>
    </message>
    <message>
        <source>Show the request…</source>
        <translation>显示请求…</translation>
    </message>
    <message>
        <source>Paste the address of a product. Sidelight asks for that one page and reads the name and the price that it states for programs; it follows no link in it and fetches no picture. What it finds comes onto the shelf.</source>
        <translation>粘贴商品的网址。Sidelight 只请求这一个页面，读取其中供程序使用的名称和价格；不跟随页面里的任何链接，也不下载图片。读到的商品会放上货架。</translation>
    </message>
    <message>
        <source>On the shelf now:</source>
        <translation>已放上货架：</translation>
    </message>
    <message>
        <source>On the shelf now, with {count} more:</source>
        <translation>已放上货架，另有 {count} 件：</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Answers so far</source>
        <translation>已有回答</translation>
    </message>
</context>
<context>
    <name>Provenance</name>
    <message>
        <source>{speed} tokens/s · first token {first} s</source>
        <translation>{speed} 词元/秒 · 首字 {first} 秒</translation>
    </message>
    <message>
        <source>You edited this answer by hand.</source>
        <translation>这条回答经你手动编辑。</translation>
    </message>
    <message>
        <source>The version before was made by {name}.</source>
        <translation>之前的版本由 {name} 生成。</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>模型：{name}</translation>
    </message>
    <message>
        <source>Model file SHA-256: {digest}</source>
        <translation>模型文件 SHA-256：{digest}</translation>
    </message>
    <message>
        <source>Template SHA-256: {digest}</source>
        <translation>模板 SHA-256：{digest}</translation>
    </message>
    <message>
        <source>Request SHA-256: {digest}</source>
        <translation>请求 SHA-256：{digest}</translation>
    </message>
    <message>
        <source>Seed: {seed} · temperature {temperature} · top-p {top_p} · top-k {top_k}</source>
        <translation>随机种子：{seed} · 温度 {temperature} · top-p {top_p} · top-k {top_k}</translation>
    </message>
    <message>
        <source>Engine: {build}</source>
        <translation>引擎：{build}</translation>
    </message>
    <message>
        <source>The first {count} characters were there before; the rest goes on from them</source>
        <translation>前 {count} 个字符是原有的；其余部分由此继续</translation>
    </message>
    <message>
        <source>Prompt: {prompt} tokens, {evaluated} of them evaluated</source>
        <translation>提示：{prompt} 词元，其中新计算 {evaluated}</translation>
    </message>
    <message>
        <source>{moved} tokens were read while older turns stood before them</source>
        <translation>其中 {moved} 个词元读取时前面还有更早的对话</translation>
    </message>
    <message>
        <source>Answer: {tokens} tokens at {speed:.1f} tokens/s</source>
        <translation>回答：{tokens} 词元，每秒 {speed:.1f} 词元</translation>
    </message>
</context>
<context>
    <name>RatesBox</name>
    <message>
        <source>Show amounts also in</source>
        <translation>金额同时显示为</translation>
    </message>
    <message>
        <source>Import rates…</source>
        <translation>导入汇率…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the exchange rates</source>
        <translation>移除汇率</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Bring the exchange rates back</source>
        <translation>恢复汇率</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>按原样</translation>
    </message>
    <message>
        <source>No rates yet. Sidelight never looks them up: get eurofxref.zip from the European Central Bank&apos;s site, and import it here.</source>
        <translation>还没有汇率。Sidelight 从不自行查询：请从欧洲中央银行网站下载 eurofxref.zip，再在这里导入。</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>正在读取文件…</translation>
    </message>
</context>
<context>
    <name>RatesController</name>
    <message>
        <source>Rates of {source}, {day}; {count} currencies.</source>
        <translation>{source} 的汇率，{day}；{count} 种货币。</translation>
    </message>
    <message>
        <source>They are {days} days old: import newer ones.</source>
        <translation>这些汇率已有 {days} 天，请导入更新的。</translation>
    </message>
    <message>
        <source>Exchange rates of the European Central Bank (*.zip *.csv *.xml)</source>
        <translation>欧洲中央银行汇率 (*.zip *.csv *.xml)</translation>
    </message>
    <message>
        <source>Import exchange rates</source>
        <translation>导入汇率</translation>
    </message>
</context>
<context>
    <name>RecordController</name>
    <message>
        <source>Checking {entries}…</source>
        <translation>正在检查 {entries}…</translation>
    </message>
    <message>
        <source>Exported to {file}.</source>
        <translation>已导出到 {file}。</translation>
    </message>
</context>
<context>
    <name>RecordDialogs</name>
    <message>
        <source>Export the record</source>
        <translation>导出记录</translation>
    </message>
    <message>
        <source>Record (*.jsonl)</source>
        <translation>记录 (*.jsonl)</translation>
    </message>
    <message>
        <source>Delete the record?</source>
        <translation>删除记录？</translation>
    </message>
    <message>
        <source>Delete all of it, {entries}?</source>
        <translation>全部删除（{entries}）？</translation>
    </message>
    <message>
        <source>What was sent and shown can&apos;t be looked up any more. This can&apos;t be undone.</source>
        <translation>删除后就再也查不到发出过什么、显示过什么。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete everything</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>What was sent</source>
        <translation>发出去了什么</translation>
    </message>
    <message>
        <source>Check the chain</source>
        <translation>检查记录链</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete everything…</source>
        <translation>全部删除…</translation>
    </message>
    <message>
        <source>Nothing was sent, and no list was shown. Both will stand here, on this computer only.</source>
        <translation>还没有发出过任何东西，也没有显示过列表。今后都会记在这里，只存在这台电脑上。</translation>
    </message>
    <message>
        <source>Entries, newest first</source>
        <translation>记录，最新的在前</translation>
    </message>
    <message>
        <source>{entries}, on this computer only</source>
        <translation>{entries}，只存在这台电脑上</translation>
    </message>
</context>
<context>
    <name>RecordRows</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Its hash</source>
        <translation>本条哈希</translation>
    </message>
    <message>
        <source>Hash of the entry before</source>
        <translation>上一条的哈希</translation>
    </message>
    <message>
        <source>What stands there</source>
        <translation>那里的内容</translation>
    </message>
    <message>
        <source>Entry {number} is missing or not as it was written. Whole before it: {entries}.</source>
        <translation>第 {number} 条缺失，或与写下时不同。它之前完好的有 {entries}。</translation>
    </message>
    <message>
        <source>Everything is as it was written: {entries}.</source>
        <translation>全部与写下时一样：{entries}。</translation>
    </message>
    <message>
        <source>{offers} shown</source>
        <translation>显示了 {offers}</translation>
    </message>
    <message>
        <source>Sent to {host} ({source}): {purpose}</source>
        <translation>发送给 {host}（{source}）：{purpose}</translation>
    </message>
    <message>
        <source>List shown for “{words}”</source>
        <translation>为“{words}”显示的列表</translation>
    </message>
    <message>
        <source>This entry can&apos;t be read</source>
        <translation>这一条读不出来</translation>
    </message>
    <message>
        <source>no answer is recorded</source>
        <translation>没有记录到答复</translation>
    </message>
    <message>
        <source>answered with {count} bytes</source>
        <translation>答复了 {count} 字节</translation>
    </message>
    <message>
        <source>called off before the answer was whole</source>
        <translation>答复完整之前已中止</translation>
    </message>
    <message>
        <source>SHA-256 of the bytes sent: {digest}</source>
        <translation>所发字节的 SHA-256：{digest}</translation>
    </message>
    <message>
        <source>{hidden} stands for your key; it was sent and is not kept here.</source>
        <translation>{hidden} 代表你的密钥；当时已发送，这里不保存。</translation>
    </message>
    <message>
        <source>{host} ({source})</source>
        <translation>{host}（{source}）</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>发给谁</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>得到的答复</translation>
    </message>
    <message>
        <source>HTTP status</source>
        <translation>HTTP 状态</translation>
    </message>
    <message>
        <source>SHA-256 of the answer</source>
        <translation>答复的 SHA-256</translation>
    </message>
    <message>
        <source>Looked for</source>
        <translation>查找内容</translation>
    </message>
    <message>
        <source>Came from</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>没有来源</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>显示的商品</translation>
    </message>
    <message>
        <source>past its term</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>price not stated</source>
        <translation>没有标价</translation>
    </message>
    <message>
        <source>{total} (item {price})</source>
        <translation>{total}（商品 {price}）</translation>
    </message>
</context>
<context>
    <name>Replacing</name>
    <message>
        <source>Replace the file?</source>
        <translation>替换这个文件？</translation>
    </message>
    <message>
        <source>{file} is there already.</source>
        <translation>“{file}”已经存在。</translation>
    </message>
    <message>
        <source>What stands in it would be gone.</source>
        <translation>其中原有的内容会丢失。</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>ReproduceController</name>
    <message>
        <source>Asking once more, to compare…</source>
        <translation>正在再次提问以作比较……</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The same text came again, {same} characters of it.</source>
        <translation>再次得到相同的文字，共 {same} 个字符。</translation>
    </message>
    <message>
        <source>The answer can&apos;t be asked for again as it was:</source>
        <translation>无法按原样再次请求该回答：</translation>
    </message>
    <message>
        <source>Another text came: the first {same} of {all} characters are the same.</source>
        <translation>得到了不同的文字：共 {all} 个字符，前 {same} 个相同。</translation>
    </message>
</context>
<context>
    <name>RequestBox</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Don&apos;t send</source>
        <translation>不发送</translation>
    </message>
    <message>
        <source>Will be sent to {recipient}, once:</source>
        <translation>将发送给 {recipient}，一次：</translation>
    </message>
    <message>
        <source>Search words: {words}</source>
        <translation>搜索词：{words}</translation>
    </message>
    <message>
        <source>Send to {recipient}</source>
        <translation>发送给 {recipient}</translation>
    </message>
    <message>
        <source>Don&apos;t send to {recipient}</source>
        <translation>不发送给 {recipient}</translation>
    </message>
    <message>
        <source>Being sent…</source>
        <translation>正在发送…</translation>
    </message>
</context>
<context>
    <name>RequestDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RescueDialog</name>
    <message>
        <source>Sidelight can&apos;t open your chats</source>
        <translation>Sidelight 无法打开你的对话</translation>
    </message>
    <message>
        <source>Whatever you choose, the file that is there now is kept: it is only set aside.</source>
        <translation>无论选哪一项，现有的文件都会保留，只是移到一旁。</translation>
    </message>
    <message>
        <source>Take out what can still be read</source>
        <translation>取出还能读的内容</translation>
    </message>
    <message>
        <source>Put back the backup of {when}</source>
        <translation>恢复 {when} 的备份</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>RowWidget</name>
    <message>
        <source>Label</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Label of {source}</source>
        <translation>{source}的说明</translation>
    </message>
    <message>
        <source>Open its search page</source>
        <translation>打开其搜索页</translation>
    </message>
    <message>
        <source>Open the search page of {source}</source>
        <translation>打开{source}的搜索页</translation>
    </message>
    <message>
        <source>{source}: {key}</source>
        <translation>{source}：{key}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove {source}</source>
        <translation>移除{source}</translation>
    </message>
    <message>
        <source>Send to {source}</source>
        <translation>对 {source} 的发送方式</translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Nothing has all these words</source>
        <translation>没有同时含有这些词的内容</translation>
    </message>
    <message>
        <source>Type more to see fewer</source>
        <translation>多输几个字可缩小范围</translation>
    </message>
</context>
<context>
    <name>ServerDialog</name>
    <message>
        <source>Add a server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>A server that speaks the OpenAI API (llama-server, Ollama, vLLM, LM Studio and others) can answer instead of this computer. While you use one of its models, every question and the conversation before it go to that server. Nobody is asked now.</source>
        <translation>支持 OpenAI API 的服务器（llama-server、Ollama、vLLM、LM Studio 等）可以代替这台电脑回答。使用它的模型时，每个问题及之前的对话都会发送到该服务器。现在不会联系任何服务器。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Empty: the address</source>
        <translation>留空：使用地址</translation>
    </message>
    <message>
        <source>Key, if it wants one (kept in the system&apos;s keyring)</source>
        <translation>密钥（如需要；保存在系统密钥环中）</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language (after a restart)</source>
        <translation>语言（重启后生效）</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>A message is sent by</source>
        <translation>发送消息的按键</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>快捷键…</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>0 always takes the likeliest word; higher is freer.</source>
        <translation>0 总取最可能的词；越高越自由。</translation>
    </message>
    <message>
        <source>Longest answer (tokens)</source>
        <translation>最长回答（词元）</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Answers come from</source>
        <translation>回答的来源</translation>
    </message>
    <message>
        <source>Suggestions come from</source>
        <translation>购物建议的来源</translation>
    </message>
    <message>
        <source>Sources…</source>
        <translation>来源…</translation>
    </message>
    <message>
        <source>Show amounts also in</source>
        <translation>金额同时显示为</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Backups and check…</source>
        <translation>备份与检查…</translation>
    </message>
    <message>
        <source>Delete everything…</source>
        <translation>全部删除…</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>To check us by</source>
        <translation>用来检验我们</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Enter (Shift+Enter: new line)</source>
        <translation>Enter（Shift+Enter 换行）</translation>
    </message>
    <message>
        <source>Ctrl+Enter (Enter: new line)</source>
        <translation>Ctrl+Enter（Enter 换行）</translation>
    </message>
    <message>
        <source>Empty: Sidelight&apos;s own</source>
        <translation>留空：使用 Sidelight 自带的</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the data folder</source>
        <translation>显示数据文件夹</translation>
    </message>
    <message>
        <source>How Sidelight works</source>
        <translation>Sidelight 如何运作</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>从文件夹…</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>发出去了什么</translation>
    </message>
</context>
<context>
    <name>ShelfController</name>
    <message>
        <source>Reading the shelf…</source>
        <translation>正在读取货架…</translation>
    </message>
    <message>
        <source>{offers}, on this computer only</source>
        <translation>{offers}，只在这台电脑上</translation>
    </message>
    <message>
        <source>Never shown (medicine, devices, health food, tobacco, weapons): {count}</source>
        <translation>从不显示的（药品、医疗器械、保健食品、烟草、武器）：{count}</translation>
    </message>
    <message>
        <source>Nothing on the shelf is like that.</source>
        <translation>货架上没有这样的商品。</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Nothing was imported yet: these are sample goods. Import a product feed, or drop a file here.</source>
        <translation>还没有导入过商品，这里都是示例商品。请导入商品文件，或把文件拖到这里。</translation>
    </message>
    <message>
        <source>There is nothing on the shelf yet. Import a product feed, or drop a file here.</source>
        <translation>货架上还没有商品。请导入商品文件，或把文件拖到这里。</translation>
    </message>
    <message>
        <source>Found: {count}, in batches, the best match of each first</source>
        <translation>找到 {count} 件，分批排列，每批最相符的在前</translation>
    </message>
    <message>
        <source>{count} so far, in batches, the best match of each first; more follow as you scroll</source>
        <translation>目前 {count} 件，分批排列，每批最相符的在前；向下滚动继续加载</translation>
    </message>
    <message>
        <source>Cost that: {count}, newest first</source>
        <translation>符合价格的有 {count} 件，最新的在前</translation>
    </message>
    <message>
        <source>Cost that: {count} so far</source>
        <translation>符合价格的目前有 {count} 件</translation>
    </message>
    <message>
        <source>{offers}, newest first</source>
        <translation>{offers}，最新的在前</translation>
    </message>
    <message>
        <source>Cost that: {count} or more, newest first</source>
        <translation>符合价格的至少有 {count} 件，最新的在前</translation>
    </message>
    <message>
        <source>with all the words: {count} or more</source>
        <translation>含全部词语的：至少 {count} 件</translation>
    </message>
    <message>
        <source>“{name}” was taken off the shelf ({offers}). It is deleted at the next start.</source>
        <translation>“{name}”已从货架撤下（{offers}），下次启动时删除。</translation>
    </message>
    <message>
        <source>Import a feed…</source>
        <translation>导入商品文件…</translation>
    </message>
    <message>
        <source>Found: {count}, best match first</source>
        <translation>找到 {count} 件，最相符的在前</translation>
    </message>
    <message>
        <source>{count} so far, best match first; more follow as you scroll</source>
        <translation>目前 {count} 件，最相符的在前；向下滚动继续加载</translation>
    </message>
    <message>
        <source>without those whose price is not stated or can&apos;t be compared</source>
        <translation>不含没有标价或无法比较价格的</translation>
    </message>
    <message>
        <source>with all the words: {count}</source>
        <translation>含全部词语的：{count} 件</translation>
    </message>
    <message>
        <source>Pinned for comparing: {title}</source>
        <translation>已收藏以便比较：{title}</translation>
    </message>
    <message>
        <source>Taken off the shortlist: {title}</source>
        <translation>已移出收藏：{title}</translation>
    </message>
</context>
<context>
    <name>ShelfFilters</name>
    <message>
        <source>Search the shelf…</source>
        <translation>搜索货架…</translation>
    </message>
    <message>
        <source>Search the shelf</source>
        <translation>搜索货架</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>from</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>Lowest price</source>
        <translation>最低价格</translation>
    </message>
    <message>
        <source>up to</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>Highest price</source>
        <translation>最高价格</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Take these pages off the shelf</source>
        <translation>从货架撤下这些网页的商品</translation>
    </message>
    <message>
        <source>Take this feed off the shelf</source>
        <translation>把这个商品文件撤下货架</translation>
    </message>
    <message>
        <source>“{text}” is no amount. Write it like 19.99.</source>
        <translation>“{text}”不是金额。请写成 19.99 这样。</translation>
    </message>
    <message>
        <source>in its own currency</source>
        <translation>按各自的币种</translation>
    </message>
</context>
<context>
    <name>ShelfList</name>
    <message>
        <source>Offers on the shelf</source>
        <translation>货架上的商品</translation>
    </message>
    <message>
        <source>Space pins an offer, Return opens its plain link</source>
        <translation>空格收藏商品，回车打开直接链接</translation>
    </message>
</context>
<context>
    <name>ShelfModel</name>
    <message>
        <source>pinned</source>
        <translation>已收藏</translation>
    </message>
</context>
<context>
    <name>ShelfPage</name>
    <message>
        <source>The shelf</source>
        <translation>货架</translation>
    </message>
    <message>
        <source>Import a feed…</source>
        <translation>导入商品文件…</translation>
    </message>
    <message>
        <source>Feeds on this computer: import, update, remove</source>
        <translation>这台电脑上的商品文件：导入、更新、移除</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Compare {count}</source>
        <translation>比较 {count} 件</translation>
    </message>
    <message>
        <source>List: {name}</source>
        <translation>清单：{name}</translation>
    </message>
    <message>
        <source>Take off the shortlist</source>
        <translation>移出收藏</translation>
    </message>
    <message>
        <source>Pin for comparing</source>
        <translation>收藏以便比较</translation>
    </message>
    <message>
        <source>Pin to another list…</source>
        <translation>收藏到其他清单…</translation>
    </message>
    <message>
        <source>Plain link…</source>
        <translation>直接链接…</translation>
    </message>
    <message>
        <source>Copy offer</source>
        <translation>复制商品</translation>
    </message>
</context>
<context>
    <name>ShelfRows</name>
    <message>
        <source>price out of date</source>
        <translation>价格已过期</translation>
    </message>
    <message>
        <source>Sample goods, not for sale</source>
        <translation>示例商品，不出售</translation>
    </message>
    <message>
        <source>Pages of {host}</source>
        <translation>{host} 的网页</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>品牌</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source>{value} ({meaning})</source>
        <translation>{value}（{meaning}）</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>临时对话</translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索所有对话</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Settings of this chat</source>
        <translation>此对话的设置</translation>
    </message>
    <message>
        <source>Attach a file</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Sources of suggestions</source>
        <translation>购物建议的来源</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Open or close the panel</source>
        <translation>打开或关闭侧栏</translation>
    </message>
    <message>
        <source>Browse the shelf</source>
        <translation>浏览货架</translation>
    </message>
    <message>
        <source>Compare pinned offers</source>
        <translation>比较收藏的商品</translation>
    </message>
    <message>
        <source>All sources off</source>
        <translation>关闭所有来源</translation>
    </message>
    <message>
        <source>Text cursor in the chat</source>
        <translation>对话中的文字光标</translation>
    </message>
    <message>
        <source>Show answers as they were written</source>
        <translation>按原文显示回答</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Text in its usual size</source>
        <translation>文字恢复默认大小</translation>
    </message>
    <message>
        <source>{what} ({keys})</source>
        <translation>{what}（{keys}）</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>As at first</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>“{one}” and “{other}” have the same keys.</source>
        <translation>“{one}”与“{other}”的快捷键相同。</translation>
    </message>
    <message>
        <source>The keys of “{one}” are for typing. Add Ctrl or Alt, or take a function key.</source>
        <translation>“{one}”的快捷键是打字和编辑用的。请加上 Ctrl 或 Alt，或改用功能键。</translation>
    </message>
</context>
<context>
    <name>ShortlistController</name>
    <message>
        <source>Told apart: {title}</source>
        <translation>已区分：{title}</translation>
    </message>
    <message>
        <source>New snapshot: {title}</source>
        <translation>已更新快照：{title}</translation>
    </message>
    <message>
        <source>Note changed: {title}</source>
        <translation>备注已修改：{title}</translation>
    </message>
    <message>
        <source>Price alert taken away: {title}</source>
        <translation>已取消降价提醒：{title}</translation>
    </message>
    <message>
        <source>Price alert set: {title}</source>
        <translation>已设置降价提醒：{title}</translation>
    </message>
    <message>
        <source>Pack size changed: {title}</source>
        <translation>规格已修改：{title}</translation>
    </message>
    <message>
        <source>Deleted, and kept for 30 days: {name}</source>
        <translation>已删除，保留 30 天：{name}</translation>
    </message>
    <message>
        <source>Pinned to “{name}”.</source>
        <translation>已收藏到“{name}”。</translation>
    </message>
</context>
<context>
    <name>Shortlists</name>
    <message>
        <source>Name of the list</source>
        <translation>清单名称</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>New list…</source>
        <translation>新建清单…</translation>
    </message>
    <message>
        <source>New list</source>
        <translation>新建清单</translation>
    </message>
</context>
<context>
    <name>ShownChat</name>
    <message>
        <source>1 earlier turn is not in the context</source>
        <translation>更早的 1 轮不在上下文中</translation>
    </message>
    <message>
        <source>{turns} earlier turns are not in the context</source>
        <translation>更早的 {turns} 轮不在上下文中</translation>
    </message>
</context>
<context>
    <name>ShownQuestion</name>
    <message>
        <source>Attached: {file} ({count} characters)</source>
        <translation>附件：{file}（{count} 个字符）</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>＋ New chat</source>
        <translation>＋ 新对话</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation>新建临时对话</translation>
    </message>
    <message>
        <source>New temporary chat: it is kept nowhere</source>
        <translation>新建临时对话：不会保存</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索所有对话</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search…</source>
        <translation>搜索…</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>最相关的在前</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Order of the results</source>
        <translation>结果的顺序</translation>
    </message>
    <message>
        <source>Ranks the newest 1,000 messages that match</source>
        <translation>按相关程度排列最新的 1,000 条匹配消息</translation>
    </message>
    <message>
        <source>Trash · {count}</source>
        <translation>回收站 · {count}</translation>
    </message>
</context>
<context>
    <name>SourceRows</name>
    <message>
        <source>Opens its own search page; this tells the platform the words.</source>
        <translation>打开它自己的搜索页；该平台会由此得知搜索词。</translation>
    </message>
    <message>
        <source>Enter key…</source>
        <translation>输入密钥…</translation>
    </message>
    <message>
        <source>Key held for this session…</source>
        <translation>密钥保留到本次运行结束…</translation>
    </message>
    <message>
        <source>Key kept in the keyring…</source>
        <translation>密钥已存入密钥环…</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>直接发送</translation>
    </message>
    <message>
        <source>failed, {time}: {why}</source>
        <translation>失败，{time}：{why}</translation>
    </message>
    <message>
        <source>{offers} in {took}, {time}</source>
        <translation>{offers}，用时 {took}，{time}</translation>
    </message>
    <message>
        <source>timed out, {time}</source>
        <translation>超时，{time}</translation>
    </message>
    <message>
        <source>cancelled, {time}</source>
        <translation>已取消，{time}</translation>
    </message>
    <message>
        <source>1 request so far</source>
        <translation>至今 1 次请求</translation>
    </message>
    <message>
        <source>{count} requests so far</source>
        <translation>至今 {count} 次请求</translation>
    </message>
    <message>
        <source>answered, {time}</source>
        <translation>有回答，{time}</translation>
    </message>
    <message>
        <source>asked, {time}</source>
        <translation>已查询，{time}</translation>
    </message>
    <message>
        <source>no offers in {took}, {time}</source>
        <translation>没有商品，用时 {took}，{time}</translation>
    </message>
    <message>
        <source>not sent, {time}</source>
        <translation>未发送，{time}</translation>
    </message>
    <message>
        <source>waits for your Send</source>
        <translation>等你点“发送”</translation>
    </message>
    <message>
        <source>{count} ms</source>
        <translation>{count} 毫秒</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>Label: {source}</source>
        <translation>说明：{source}</translation>
    </message>
    <message>
        <source>ask first</source>
        <translation>先询问</translation>
    </message>
    <message>
        <source>on click</source>
        <translation>点击时</translation>
    </message>
    <message>
        <source>link-out</source>
        <translation>外部链接</translation>
    </message>
</context>
<context>
    <name>SourcesPage</name>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>what may be asked when suggestions are on</source>
        <translation>购物建议打开时可以查询谁</translation>
    </message>
    <message>
        <source>Switch all sources off</source>
        <translation>关闭所有来源</translation>
    </message>
    <message>
        <source>Add a merchant…</source>
        <translation>添加商家…</translation>
    </message>
    <message>
        <source>Import a feed…</source>
        <translation>导入商品文件…</translation>
    </message>
    <message>
        <source>Feeds on this computer: import, update, remove</source>
        <translation>这台电脑上的商品文件：导入、更新、移除</translation>
    </message>
    <message>
        <source>Browse the shelf</source>
        <translation>浏览货架</translation>
    </message>
    <message>
        <source>All off</source>
        <translation>全部关闭</translation>
    </message>
</context>
<context>
    <name>StatePage</name>
    <message>
        <source>Suggest products anyway</source>
        <translation>仍然推荐商品</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the search</source>
        <translation>取消查找</translation>
    </message>
    <message>
        <source>Sources…</source>
        <translation>来源…</translation>
    </message>
    <message>
        <source>Choose the sources</source>
        <translation>选择来源</translation>
    </message>
    <message>
        <source>Suggestions are off in this chat</source>
        <translation>本对话已关闭购物建议</translation>
    </message>
    <message>
        <source>Nobody is asked, and nothing leaves your computer. “This chat” above switches them back.</source>
        <translation>不会询问任何人，也没有任何内容离开你的电脑。上方的“本对话”可以重新打开。</translation>
    </message>
    <message>
        <source>No suggestions in this chat</source>
        <translation>本对话没有购物建议</translation>
    </message>
    <message>
        <source>Nothing to suggest for this message</source>
        <translation>这条消息没有可推荐的</translation>
    </message>
    <message>
        <source>It doesn&apos;t read as a wish to buy something, so nobody was asked.</source>
        <translation>它读起来不像想买东西，所以没有查询任何来源。</translation>
    </message>
    <message>
        <source>No suggestions here, on purpose</source>
        <translation>这里特意不做推荐</translation>
    </message>
    <message>
        <source>Looking for offers</source>
        <translation>正在查找商品</translation>
    </message>
    <message>
        <source>Sources that have answered: {answered} of {asked}.</source>
        <translation>已答复的来源：{answered} / {asked}。</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>等你决定</translation>
    </message>
    <message>
        <source>What would be sent stands above. Nothing more leaves before you press Send.</source>
        <translation>将要发送的内容就在上面。你点“发送”之前，不会再发出任何东西。</translation>
    </message>
    <message>
        <source>Fewer conditions may help:</source>
        <translation>减少条件也许有用：</translation>
    </message>
    <message>
        <source>Other search words may help: press the first chip above to change them.</source>
        <translation>换个搜索词也许有用：按上面第一个条件可以修改。</translation>
    </message>
    <message>
        <source>No offer fits</source>
        <translation>没有符合的商品</translation>
    </message>
    <message>
        <source>Nobody was asked</source>
        <translation>没有查询任何来源</translation>
    </message>
    <message>
        <source>No source answered</source>
        <translation>没有来源给出结果</translation>
    </message>
    <message>
        <source>Nothing asked yet</source>
        <translation>还没有提问</translation>
    </message>
    <message>
        <source>Ask in the chat about something that you want to buy, and offers for it will stand here. The answer is made without them and stays the same.</source>
        <translation>在对话里问问你想买的东西，商品就会出现在这里。回答与它们无关，不会改变。</translation>
    </message>
    <message>
        <source>Without “{condition}”</source>
        <translation>去掉“{condition}”</translation>
    </message>
    <message>
        <source>Without “{condition}”: {count}</source>
        <translation>去掉“{condition}”：{count} 件</translation>
    </message>
</context>
<context>
    <name>SuggestionController</name>
    <message>
        <source>no suggestions in this chat</source>
        <translation>本对话无购物建议</translation>
    </message>
    <message>
        <source>{count} off here</source>
        <translation>本对话关 {count} 个</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另外 {count} 个</translation>
    </message>
    <message>
        <source>network: {sources} (your search only)</source>
        <translation>联网：{sources}（仅搜索条件）</translation>
    </message>
</context>
<context>
    <name>TemplateDialog</name>
    <message>
        <source>Choose a chat template</source>
        <translation>选择聊天模板</translation>
    </message>
    <message>
        <source>{model} carries no chat template, so it does not say how questions and answers are marked. The page of whoever made the model names it. With a wrong one answers are worse, or do not end.</source>
        <translation>{model} 没有自带聊天模板，也就没有说明问题和回答如何标记。模型发布者的页面会写明。选错的话，回答会变差，或者停不下来。</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件选择…</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>模型读到的内容</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用它</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>From a file: {file}</source>
        <translation>来自文件：{file}</translation>
    </message>
    <message>
        <source>Chat templates</source>
        <translation>聊天模板</translation>
    </message>
    <message>
        <source>needs no tokens of its own</source>
        <translation>不需要专用的标记</translation>
    </message>
    <message>
        <source>its marks are tokens of this model</source>
        <translation>它的标记都在这个模型的词表里</translation>
    </message>
    <message>
        <source>its marks are no tokens of this model: answers may not end</source>
        <translation>它的标记不在这个模型的词表里，回答可能停不下来</translation>
    </message>
    <message>
        <source>Chat templates (*.jinja *.txt);;All files (*)</source>
        <translation>聊天模板 (*.jinja *.txt);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>TooLongDialog</name>
    <message>
        <source>The message is longer than the model can read</source>
        <translation>消息超出了模型能读的长度</translation>
    </message>
    <message>
        <source>It comes to {tokens} tokens; {room} fit. It is stored, nothing of it is lost.</source>
        <translation>共 {tokens} 个词元，最多能放 {room} 个。消息已保存，内容没有丢失。</translation>
    </message>
    <message>
        <source>Shorten: the middle is left out and a note says so; the whole message stays beside it.</source>
        <translation>缩短：略去中间部分并注明；完整的消息仍保留为另一版本。</translation>
    </message>
    <message>
        <source>Attach it as text: your question stands by itself, with the passages that have most to do with it, as many as fit. The model sees nothing else of it; the attachment says how many passages that is.</source>
        <translation>作为文本附上：只留下你的问题，再附上与它最相关的段落，放得下多少就附多少。其余的模型都看不到；附件的名称会写明附了几段。</translation>
    </message>
    <message>
        <source>This model was not made for more. One with a longer context could read it whole.</source>
        <translation>该模型不支持更长的内容。换用上下文更长的模型即可完整读取。</translation>
    </message>
    <message>
        <source>Raise the context: the model is loaded again, takes more memory and reads it whole.</source>
        <translation>加大上下文：模型会重新加载，占用更多内存，并读取全文。</translation>
    </message>
    <message>
        <source>Raise the context to {tokens}</source>
        <translation>把上下文加大到 {tokens}</translation>
    </message>
    <message>
        <source>Shorten it</source>
        <translation>缩短</translation>
    </message>
    <message>
        <source>Attach it as text</source>
        <translation>作为文本附上</translation>
    </message>
    <message>
        <source>Edit it</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>先不处理</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Copy question</source>
        <translation>复制问题</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Edit question</source>
        <translation>修改问题</translation>
    </message>
    <message>
        <source>Edit answer</source>
        <translation>编辑回答</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Regenerate answer</source>
        <translation>重新生成回答</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answer this question</source>
        <translation>回答这个问题</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Continue the answer</source>
        <translation>继续回答</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Details of the answer</source>
        <translation>回答的详情</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
    <message>
        <source>Show more ({count} characters are left)</source>
        <translation>显示更多（还有 {count} 个字符）</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>Show the reasoning, {count} characters</source>
        <translation>显示思考过程，{count} 个字符</translation>
    </message>
    <message>
        <source>Hide the reasoning</source>
        <translation>收起思考过程</translation>
    </message>
    <message>
        <source>Thinking… {count} characters</source>
        <translation>思考中……{count} 个字符</translation>
    </message>
    <message>
        <source>Reading… {done} of {total}</source>
        <translation>正在读取… {done} / {total}</translation>
    </message>
    <message>
        <source>Waiting for the model…</source>
        <translation>正在等待模型…</translation>
    </message>
    <message>
        <source>Edited by you.</source>
        <translation>由你编辑。</translation>
    </message>
    <message>
        <source>Stopped. What was written is kept.</source>
        <translation>已停止。写好的部分已保留。</translation>
    </message>
    <message>
        <source>Stopped before the first word.</source>
        <translation>已在写出第一个字之前停止。</translation>
    </message>
    <message>
        <source>The answer ends here because it reached its length limit.</source>
        <translation>回答达到长度上限，到此为止。</translation>
    </message>
    <message>
        <source>Interrupted. What was written is kept.</source>
        <translation>已中断。写好的部分已保留。</translation>
    </message>
    <message>
        <source>Interrupted: {reason}</source>
        <translation>已中断：{reason}</translation>
    </message>
</context>
<context>
    <name>TransferController</name>
    <message>
        <source>Exported to {file}.</source>
        <translation>已导出到 {file}。</translation>
    </message>
    <message>
        <source>Exported to {folder}: {chats}.</source>
        <translation>已导出到 {folder}：{chats}。</translation>
    </message>
    <message>
        <source>This file holds no conversation with any text.</source>
        <translation>这个文件中没有含文字的对话。</translation>
    </message>
    <message>
        <source>Imported: {chats}.</source>
        <translation>已导入 {chats}。</translation>
    </message>
</context>
<context>
    <name>TransferDialogs</name>
    <message>
        <source>Import chats: Sidelight, ChatGPT, Open WebUI, LM Studio</source>
        <translation>导入对话：Sidelight、ChatGPT、Open WebUI、LM Studio</translation>
    </message>
    <message>
        <source>Chats (*.json)</source>
        <translation>对话 (*.json)</translation>
    </message>
    <message>
        <source>Export {count} chats</source>
        <translation>导出 {count} 个对话</translation>
    </message>
    <message>
        <source>All branches, to import again (*.json)</source>
        <translation>全部分支，可再导入 (*.json)</translation>
    </message>
    <message>
        <source>Import chats: a folder of exported ones, LM Studio&apos;s conversations or Jan&apos;s threads</source>
        <translation>导入对话：存有导出对话的文件夹、LM Studio 的 conversations 文件夹，或 Jan 的 threads 文件夹</translation>
    </message>
    <message>
        <source>Page to print (*.html)</source>
        <translation>可打印的网页 (*.html)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Export this chat</source>
        <translation>导出这个对话</translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Chats and branches stay here for 30 days and are then deleted for good.</source>
        <translation>对话和分支在这里保留 30 天，之后将彻底删除。</translation>
    </message>
    <message>
        <source>Chats in the trash</source>
        <translation>回收站中的对话</translation>
    </message>
    <message>
        <source>Branch of “{title}”: {text}</source>
        <translation>“{title}”的分支：{text}</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>彻底删除…</translation>
    </message>
    <message>
        <source>Empty the trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Delete “{title}” for good?</source>
        <translation>彻底删除“{title}”？</translation>
    </message>
    <message>
        <source>Delete all {count} for good?</source>
        <translation>彻底删除全部 {count} 项？</translation>
    </message>
    <message>
        <source>Delete for good?</source>
        <translation>彻底删除？</translation>
    </message>
    <message>
        <source>This can&apos;t be undone. Backups that were made before still have it.</source>
        <translation>此操作无法撤销。之前的备份中仍会保留。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>彻底删除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
</context>
<context>
    <name>UpkeepController</name>
    <message>
        <source>A copy is kept.</source>
        <translation>已备份。</translation>
    </message>
    <message>
        <source>Nothing has changed since the newest backup.</source>
        <translation>自最近一次备份以来没有变化。</translation>
    </message>
    <message>
        <source>The database is sound: pages, rows and word indexes.</source>
        <translation>数据库完好：页面、各行和词语索引都没有问题。</translation>
    </message>
    <message>
        <source>… and {count} more.</source>
        <translation>……还有 {count} 处。</translation>
    </message>
    <message>
        <source>Bring back from a backup what is missing.</source>
        <translation>请从备份中找回缺失的内容。</translation>
    </message>
    <message>
        <source>All that is in this copy is still here.</source>
        <translation>这份备份里的内容都还在。</translation>
    </message>
    <message>
        <source>Brought back: {chats} chats, {messages} messages in others, {others} pins and alerts.</source>
        <translation>已找回 {chats} 个对话、其他对话中的 {messages} 条消息，以及 {others} 个收藏和提醒。</translation>
    </message>
    <message>
        <source>Delete this copy?</source>
        <translation>删除这份备份？</translation>
    </message>
    <message>
        <source>Delete this backup for good?</source>
        <translation>永久删除这份备份？</translation>
    </message>
    <message>
        <source>What only this copy holds can&apos;t be brought back then.</source>
        <translation>只存在于这份备份中的内容将无法找回。</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>WeightRow</name>
    <message>
        <source>not asked for in this search</source>
        <translation>本次需求没有提到</translation>
    </message>
    <message>
        <source>Weight from 0 to 100</source>
        <translation>权重，0 到 100</translation>
    </message>
</context>
<context>
    <name>WeightsPopover</name>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Reset all weights</source>
        <translation>恢复全部默认权重</translation>
    </message>
    <message>
        <source>How much each part counts for the place of an offer; only the proportions matter.</source>
        <translation>各方面对名次的影响；只看相互比例。</translation>
    </message>
    <message>
        <source>First now: {title}</source>
        <translation>现在排第一：{title}</translation>
    </message>
    <message>
        <source>{part} {score} × {weight} %</source>
        <translation>{part} {score} × {weight} %</translation>
    </message>
</context>
<context>
    <name>WhyBox</name>
    <message>
        <source>Why here?</source>
        <translation>为什么在这里</translation>
    </message>
    <message>
        <source>What would change it</source>
        <translation>怎样会改变</translation>
    </message>
    <message>
        <source>{part}: {score} of 100, weight {weight} %</source>
        <translation>{part}：100 分中得 {score}，权重 {weight} %</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Export this comparison</source>
        <translation>导出这个对比</translation>
    </message>
    <message>
        <source>All that is known of the offers (*.json)</source>
        <translation>商品的全部已知信息 (*.json)</translation>
    </message>
    <message>
        <source>The list was printed.</source>
        <translation>列表已打印。</translation>
    </message>
    <message>
        <source>The comparison was printed.</source>
        <translation>对比已打印。</translation>
    </message>
    <message>
        <source>This chat is about your shortlist: nothing of it goes into the suggestions.</source>
        <translation>这个对话是关于你的清单的：其中的内容不会进入购物建议。</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Choose one…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>How this list is ordered</source>
        <translation>这个顺序怎么来的</translation>
    </message>
    <message>
        <source>Exported to {file}.</source>
        <translation>已导出到 {file}。</translation>
    </message>
    <message>
        <source>A temporary chat asks for no suggestions: what is sent is kept in the record.</source>
        <translation>临时对话不会请求购物建议：发送的内容会留在记录里。</translation>
    </message>
    <message>
        <source>All sources are off.</source>
        <translation>所有来源都已关闭。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Ask about something to buy first; then its words can be taken there.</source>
        <translation>请先问一件想买的东西，才能把搜索词带过去。</translation>
    </message>
    <message>
        <source>{name} was added. It is off.</source>
        <translation>已添加 {name}，目前是关闭的。</translation>
    </message>
    <message>
        <source>{name} was removed.</source>
        <translation>已移除 {name}。</translation>
    </message>
    <message>
        <source>This is not an address that can be opened safely.</source>
        <translation>这个网址无法安全打开。</translation>
    </message>
    <message>
        <source>Where this answer came from</source>
        <translation>这个回答的来历</translation>
    </message>
    <message>
        <source>The answer once more</source>
        <translation>再次生成的回答</translation>
    </message>
    <message>
        <source>How Sidelight works</source>
        <translation>Sidelight 如何运作</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>_Part</name>
    <message>
        <source>{part} (optional)</source>
        <translation>{part}（可选）</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Kept. Leave empty to keep it as it is.</source>
        <translation>已保存。留空则保持不变。</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Pin for comparing</source>
        <translation>加入对比</translation>
    </message>
    <message>
        <source>Find it in the list</source>
        <translation>在列表里查找</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已加入</translation>
    </message>
</context>
</TS>
